using System.Text.Json;
using Amazon.EC2;
using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Lambda;

[Collection(UsesFunction.Name)]
public sealed class FunctionTests(FunctionFixture function, MotoFixture moto) : IAsyncLifetime
{
    // 1,000 events may not need five times what 200 events need
    private const long MaxGrowthBytes = 6 * 1024 * 1024;

    private readonly AwsCli _aws = new(moto.Server.Url);

    public async ValueTask InitializeAsync() => await moto.Server.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task An_opened_group_is_remediated_answered_and_logged()
    {
        await using var running = Run();
        var (group, rule) = await _aws.OpenGroupAsync("web");

        var answer = await running.AnswerAsync(OpenedEvent.Of(group, rule));

        Assert.Equal("reverted", answer.Text("outcome"));
        var result = Assert.Single(answer.GetProperty("groups").EnumerateArray());
        Assert.Equal(group, result.Text("id"));
        Assert.Equal(rule, Assert.Single(result.GetProperty("revoked").EnumerateArray()).GetString());
        Assert.Equal(["egress"], await _aws.DirectionsAsync(group)); // EC2 gave the group this rule at its creation
        var decision = Assert.Single(running.Log, line => line.TryGetProperty("outcome", out _));
        Assert.Equal(("r1", group), (decision.Text("requestId"), decision.Text("group")));
        var logged = Assert.Single(running.Log, line =>
            line.TryGetProperty("incident", out var incident) && incident.ValueKind == JsonValueKind.Object);
        Assert.Equal(result.Text("incident"), logged.Text("incident", "id"));
        var metrics = Assert.Single(running.Log, line => line.TryGetProperty("_aws", out _));
        Assert.Equal((1, 0), (metrics.GetProperty("Reverted").GetInt32(), metrics.GetProperty("Failed").GetInt32()));
        Assert.InRange(metrics.GetProperty("EventToRevertMs")[0].GetDouble(), 0, 60_000);

        var again = await running.AnswerAsync(OpenedEvent.Of(group, rule));
        Assert.Equal("compliant", again.Text("outcome"));
    }

    [Fact] // moto checks every signature here, and which actions the identity may do
    public async Task Without_permission_to_revoke_people_are_notified_of_the_failure_through_a_topic()
    {
        var (group, rule) = await _aws.OpenGroupAsync("web");
        var topic = (await _aws.JsonAsync("sns", "create-topic", "--name", "sgwatch")).Text("TopicArn");
        var queue = await _aws.SubscribeQueueAsync(topic, "people");
        var user = await _aws.CreateUserAsync("guard",
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ec2:Describe*","sns:Publish"],"Resource":"*"}]}""");
        await using var running = Run([("SGWATCH_TOPIC_ARN", topic), .. user]);

        JsonElement answer;
        await moto.Server.CheckAuthorizationAsync(isOn: true);
        try
        {
            answer = await running.AnswerAsync(OpenedEvent.Of(group, rule, userAgent: "a & b = \"c\" + d % ünï 😀"));
        }
        finally
        {
            await moto.Server.CheckAuthorizationAsync(isOn: false);
        }

        Assert.Equal("failed", answer.Text("outcome"));
        Assert.Contains(running.Log, line => line.TryGetProperty("failure", out var failure) && failure.Text("kind") == "refused");
        Assert.Equal(["egress", "ingress"], await _aws.DirectionsAsync(group));
        var messages = await _aws.MessagesAsync(queue);
        using var incident = JsonDocument.Parse(Assert.Single(messages.EnumerateArray()).Text("Body"));
        Assert.Equal(("failed", group), (incident.RootElement.Text("outcome"), incident.RootElement.Text("group", "id")));
        Assert.Equal("a & b = \"c\" + d % ünï 😀", incident.RootElement.GetProperty("events")[0].Text("actor", "userAgent"));
    }

    [Fact]
    public async Task An_event_of_another_account_changes_nothing_here()
    {
        await using var running = Run();
        var (group, rule) = await _aws.OpenGroupAsync("web");

        var (_, body) = await running.InvokeAsync(OpenedEvent.Of(group, rule, account: "111122223333"));

        Assert.Contains("NoMemberRole", body, StringComparison.Ordinal);
        Assert.Equal(["egress", "ingress"], await _aws.DirectionsAsync(group));
    }

    [Fact]
    public async Task Garbage_is_ignored_with_its_reason_and_the_function_lives_on()
    {
        await using var running = Run();
        string[] payloads =
        [
            "{\"a\":", "[]", "null", "\"\\u0000\"", "", "{}", new('[', 1_000_000),
            "{\"detail\":{\"eventSource\":\"s3.amazonaws.com\"}}", "\ud83d",
        ];
        foreach (var payload in payloads)
        {
            var answer = await running.AnswerAsync(payload);
            Assert.Equal("ignored", answer.Text("outcome"));
            Assert.NotEqual(0, answer.GetProperty("reasons").GetArrayLength());
        }
    }

    [Fact]
    public async Task Only_the_failed_message_of_a_batch_is_delivered_again()
    {
        await using var running = Run();
        var (group, rule) = await _aws.OpenGroupAsync("web");

        var answer = await running.AnswerAsync(OpenedEvent.Batch(
            ("m-1", OpenedEvent.Of(group, rule)),
            ("m-2", "garbage"),
            ("m-3", OpenedEvent.Of("sg-0123456789abcdef0", "sgr-1", region: "xx-nowhere-1"))), // which moto answers with 500
            limit: TimeSpan.FromSeconds(6));

        Assert.Equal(
            ["m-3"], answer.GetProperty("batchItemFailures").EnumerateArray().Select(failure => failure.Text("itemIdentifier")));
        Assert.Equal(["egress"], await _aws.DirectionsAsync(group));
    }

    [Fact]
    public async Task A_transient_failure_is_an_error_to_Lambda_so_that_it_retries()
    {
        await using var running = Run();
        var unreachable = OpenedEvent.Of("sg-0123456789abcdef0", "sgr-1", region: "xx-nowhere-1");
        var (path, body) = await running.InvokeAsync(unreachable, TimeSpan.FromSeconds(5));
        Assert.Equal("/2018-06-01/runtime/invocation/r1/error", path);
        Assert.Contains("\"errorType\":\"Function.MustRetry\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_setting_is_reported_to_Lambda_at_the_start()
    {
        await using var running = Run(("SGWATCH_MODE", "off"));
        var (path, body) = await running.PostedAsync();
        Assert.Equal("/2018-06-01/runtime/init/error", path);
        var message = JsonDocument.Parse(body).RootElement.Text("errorMessage");
        Assert.Contains("SGWATCH_MODE is 'off'; expected observe", message, StringComparison.Ordinal);
        Assert.Equal(1, await running.ExitCodeAsync());
    }

    [Fact]
    public async Task A_thousand_events_do_not_make_the_memory_grow()
    {
        var policy = Path.GetTempFileName();
        await File.WriteAllTextAsync(policy, """
            version: 1
            limits: { changes-per-hour: 100000 }
            guardrails:
              - name: no-ssh-from-the-world
                forbid: [{ ingress: tcp/22, from: world }]
            """, TestContext.Current.CancellationToken);
        await using var running = Run(("SGWATCH_POLICY", policy));
        var endpoint = new AmazonEC2Config { ServiceURL = moto.Server.Url.ToString(), AuthenticationRegion = "us-east-1" };
        using var ec2 = new AmazonEC2Client("testing", "testing", endpoint);
        var created = await ec2.CreateSecurityGroupAsync(
            new() { GroupName = "storm", Description = "storm" }, TestContext.Current.CancellationToken);
        var group = created.GroupId;
        var residentAfter200 = 0L;
        for (var i = 1; i <= 1000; i++)
        {
            var opened = await ec2.AuthorizeSecurityGroupIngressAsync(new()
            {
                GroupId = group,
                IpPermissions = [new() { IpProtocol = "tcp", FromPort = 22, ToPort = 22, Ipv4Ranges = [new() { CidrIp = "0.0.0.0/0" }] }],
            }, TestContext.Current.CancellationToken);
            var rule = opened.SecurityGroupRules.Single(rule => rule.IsEgress != true).SecurityGroupRuleId;
            var answer = await running.AnswerAsync(OpenedEvent.Of(group, rule));
            Assert.Equal("reverted", answer.Text("outcome"));
            if (i == 200)
            {
                residentAfter200 = running.ResidentBytes;
            }
        }
        Assert.InRange(running.ResidentBytes, 1, residentAfter200 + MaxGrowthBytes);
        File.Delete(policy);
        TestContext.Current.SendDiagnosticMessage(
            $"resident after 200 events {residentAfter200 / 1024} KiB, after 1,000 {running.ResidentBytes / 1024} KiB");
    }

    private RunningFunction Run(params (string Name, string? Value)[] settings) =>
        new(function.Package.Bootstrap, moto.Server.Url, settings);
}
