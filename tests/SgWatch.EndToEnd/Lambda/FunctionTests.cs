using System.Text.Json;
using Amazon.EC2;
using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Lambda;

[Collection(UsesFunction.Name)]
public sealed class FunctionTests(FunctionFixture function, MotoFixture moto) : IAsyncLifetime
{
    // a page is 4 KiB: what the collector keeps after 200 events it must not keep five times of after 1,000
    private const long MaxGrowthBytes = 6 * 1024 * 1024;

    private readonly AwsCli _aws = new(moto.Server.Url);

    public async ValueTask InitializeAsync() => await moto.Server.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task An_opened_group_is_closed_answered_and_logged()
    {
        await using var running = Run();
        var (group, rule) = await OpenAsync("web");

        var answer = await running.AnswerAsync(OpenedEvent.Of(group, rule));

        Assert.Equal("reverted", answer.GetProperty("outcome").GetString());
        var closed = Assert.Single(answer.GetProperty("groups").EnumerateArray());
        Assert.Equal((group, rule), (closed.GetProperty("id").GetString(), Assert.Single(closed.GetProperty("revoked").EnumerateArray()).GetString()));
        Assert.Equal(["egress"], await RulesAsync(group)); // the rule that EC2 gave the group was there before
        var decision = Assert.Single(running.Log, line => line.TryGetProperty("outcome", out _));
        Assert.Equal(("r1", group), (decision.GetProperty("requestId").GetString(), decision.GetProperty("group").GetString()));
        Assert.Equal(closed.GetProperty("incident").GetString(), Assert.Single(running.Log, line => line.TryGetProperty("incident", out var i)
            && i.ValueKind == JsonValueKind.Object).GetProperty("incident").GetProperty("id").GetString());
        var metrics = Assert.Single(running.Log, line => line.TryGetProperty("_aws", out _));
        Assert.Equal((1, 0), (metrics.GetProperty("Reverted").GetInt32(), metrics.GetProperty("Failed").GetInt32()));
        Assert.InRange(metrics.GetProperty("EventToRevertMs")[0].GetDouble(), 0, 60_000);

        Assert.Equal("compliant", (await running.AnswerAsync(OpenedEvent.Of(group, rule))).GetProperty("outcome").GetString()); // the same event again
    }

    [Fact] // moto checks every signature here, and which actions the identity may do
    public async Task Without_permission_to_revoke_people_are_told_so_through_a_topic()
    {
        var (group, rule) = await OpenAsync("web");
        var topic = (await _aws.JsonAsync("sns", "create-topic", "--name", "sgwatch")).GetProperty("TopicArn").GetString()!;
        var queue = (await _aws.SqsAsync("create-queue", "--queue-name", "told")).GetProperty("QueueUrl").GetString()!;
        await _aws.JsonAsync("sns", "subscribe", "--topic-arn", topic, "--protocol", "sqs", "--notification-endpoint",
            $"arn:aws:sqs:us-east-1:{OpenedEvent.Account}:told", "--attributes", "RawMessageDelivery=true");
        await _aws.JsonAsync("iam", "create-user", "--user-name", "guard");
        await _aws.JsonAsync("iam", "put-user-policy", "--user-name", "guard", "--policy-name", "p", "--policy-document",
            """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ec2:Describe*","sns:Publish"],"Resource":"*"}]}""");
        var key = (await _aws.JsonAsync("iam", "create-access-key", "--user-name", "guard")).GetProperty("AccessKey");
        await using var running = Run(
            ("SGWATCH_TOPIC_ARN", topic),
            ("AWS_ACCESS_KEY_ID", key.GetProperty("AccessKeyId").GetString()),
            ("AWS_SECRET_ACCESS_KEY", key.GetProperty("SecretAccessKey").GetString()));

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

        Assert.Equal("failed", answer.GetProperty("outcome").GetString());
        Assert.Contains(running.Log, line => line.TryGetProperty("failure", out var failure) && failure.GetProperty("kind").GetString() == "refused");
        Assert.Equal(["egress", "ingress"], await RulesAsync(group));
        var told = (await _aws.SqsAsync("receive-message", "--queue-url", queue)).GetProperty("Messages");
        using var incident = JsonDocument.Parse(Assert.Single(told.EnumerateArray()).GetProperty("Body").GetString()!);
        Assert.Equal(("failed", group), (incident.RootElement.GetProperty("outcome").GetString(), incident.RootElement.GetProperty("group").GetProperty("id").GetString()));
        Assert.Equal("a & b = \"c\" + d % ünï 😀", incident.RootElement.GetProperty("events")[0].GetProperty("actor").GetProperty("userAgent").GetString());
    }

    [Fact]
    public async Task A_policy_file_in_the_package_is_held_to_and_one_with_a_mistake_leaves_only_watching()
    {
        var folder = Directory.CreateTempSubdirectory("sgwatch-policy-");
        try
        {
            var (good, bad) = (Path.Combine(folder.FullName, "good.yaml"), Path.Combine(folder.FullName, "bad.yaml"));
            await File.WriteAllTextAsync(good, "version: 1\nguardrails:\n  - name: no-egress\n    judge: state\n    forbid: [{ egress: any }]\n", TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(bad, "version: 1\nguardrials: []\n", TestContext.Current.CancellationToken);
            var (group, rule) = await OpenAsync("web");

            await using (var watching = Run(("SGWATCH_POLICY", bad)))
            {
                Assert.Equal("alerted", (await watching.AnswerAsync(OpenedEvent.Of(group, rule))).GetProperty("outcome").GetString());
                Assert.Contains(watching.Log, line => line.ToString().Contains("guardrials", StringComparison.Ordinal));
            }
            Assert.Equal(["egress", "ingress"], await RulesAsync(group));

            await using var guarding = Run(("SGWATCH_POLICY", good));
            Assert.Equal("reverted", (await guarding.AnswerAsync(OpenedEvent.Of(group, rule))).GetProperty("outcome").GetString());
            Assert.Equal(["ingress"], await RulesAsync(group));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact] // moto checks every signature here
    public async Task A_policy_in_S3_is_held_to_in_the_version_and_with_the_hash_that_were_configured()
    {
        const string Text = "version: 1\nguardrails:\n  - name: no-egress\n    judge: state\n    forbid: [{ egress: any }]\n";
        var folder = Directory.CreateTempSubdirectory("sgwatch-policy-");
        try
        {
            var (first, second) = (Path.Combine(folder.FullName, "1.yaml"), Path.Combine(folder.FullName, "2.yaml"));
            await File.WriteAllTextAsync(first, Text, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(second, Text.Replace("egress", "ingress", StringComparison.Ordinal), TestContext.Current.CancellationToken);
            await _aws.JsonAsync("s3api", "create-bucket", "--bucket", "policies");
            await _aws.JsonAsync("s3api", "put-bucket-versioning", "--bucket", "policies", "--versioning-configuration", "Status=Enabled");
            var version = (await _aws.JsonAsync("s3api", "put-object", "--bucket", "policies", "--key", "guard/sgwatch.yaml", "--body", first)).GetProperty("VersionId").GetString();
            await _aws.JsonAsync("s3api", "put-object", "--bucket", "policies", "--key", "guard/sgwatch.yaml", "--body", second);
            await _aws.JsonAsync("iam", "create-user", "--user-name", "guard");
            await _aws.JsonAsync("iam", "put-user-policy", "--user-name", "guard", "--policy-name", "p", "--policy-document",
                """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ec2:*","s3:GetObject*"],"Resource":"*"}]}""");
            var key = (await _aws.JsonAsync("iam", "create-access-key", "--user-name", "guard")).GetProperty("AccessKey");
            var (group, rule) = await OpenAsync("web");
            RunningFunction Holding(string location, string hash) => Run(
                ("SGWATCH_POLICY", location),
                ("SGWATCH_POLICY_SHA256", hash),
                ("AWS_ACCESS_KEY_ID", key.GetProperty("AccessKeyId").GetString()),
                ("AWS_SECRET_ACCESS_KEY", key.GetProperty("SecretAccessKey").GetString()));
            var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Text)));

            await moto.Server.CheckAuthorizationAsync(isOn: true);
            try
            {
                await using (var other = Holding("s3://policies/guard/sgwatch.yaml", hash))
                {
                    Assert.Equal("alerted", (await other.AnswerAsync(OpenedEvent.Of(group, rule))).GetProperty("outcome").GetString());
                    Assert.Contains(other.Log, line => line.ToString().Contains("and not " + hash, StringComparison.Ordinal));
                }
                await using (var none = Holding("s3://policies/sgwatch.yaml", hash))
                {
                    Assert.Equal("alerted", (await none.AnswerAsync(OpenedEvent.Of(group, rule))).GetProperty("outcome").GetString());
                    Assert.Contains(none.Log, line => line.ToString().Contains("GetObject: NoSuchKey: s3[:]//policies/sgwatch", StringComparison.Ordinal));
                }
                await using var holding = Holding($"s3://policies/guard/sgwatch.yaml?versionId={version}", hash);
                Assert.Equal("reverted", (await holding.AnswerAsync(OpenedEvent.Of(group, rule))).GetProperty("outcome").GetString());
            }
            finally
            {
                await moto.Server.CheckAuthorizationAsync(isOn: false);
            }
            Assert.Equal(["ingress"], await RulesAsync(group));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task An_event_of_another_account_is_not_acted_on_here()
    {
        await using var running = Run();
        var (group, rule) = await OpenAsync("web");

        var (_, body) = await running.InvokeAsync(OpenedEvent.Of(group, rule, account: "111122223333"));

        Assert.Contains("NoMemberRole", body, StringComparison.Ordinal);
        Assert.Equal(["egress", "ingress"], await RulesAsync(group));
    }

    [Fact]
    public async Task Garbage_is_ignored_with_its_reason_and_the_function_lives_on()
    {
        await using var running = Run();
        foreach (var payload in (string[])["{\"a\":", "[]", "null", "\"\\u0000\"", "", "{}", new('[', 1_000_000), "{\"detail\":{\"eventSource\":\"s3.amazonaws.com\"}}", "\ud83d"])
        {
            var answer = await running.AnswerAsync(payload);
            Assert.Equal("ignored", answer.GetProperty("outcome").GetString());
            Assert.NotEqual(0, answer.GetProperty("reasons").GetArrayLength());
        }
    }

    [Fact]
    public async Task Of_a_batch_only_what_failed_is_handed_in_again()
    {
        await using var running = Run();
        var (group, rule) = await OpenAsync("web");

        var answer = await running.AnswerAsync(OpenedEvent.Batch(
            ("m-1", OpenedEvent.Of(group, rule)),
            ("m-2", "garbage"),
            ("m-3", OpenedEvent.Of("sg-0123456789abcdef0", "sgr-1", region: "xx-nowhere-1"))), // which moto answers with 500
            limit: TimeSpan.FromSeconds(6));

        Assert.Equal(["m-3"], answer.GetProperty("batchItemFailures").EnumerateArray().Select(failure => failure.GetProperty("itemIdentifier").GetString()));
        Assert.Equal(["egress"], await RulesAsync(group));
    }

    [Fact]
    public async Task A_failure_that_another_try_may_mend_is_an_error_to_Lambda()
    {
        await using var running = Run();
        var (path, body) = await running.InvokeAsync(OpenedEvent.Of("sg-0123456789abcdef0", "sgr-1", region: "xx-nowhere-1"), TimeSpan.FromSeconds(5));
        Assert.Equal("/2018-06-01/runtime/invocation/r1/error", path);
        Assert.Contains("\"errorType\":\"Function.MustRetry\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_setting_is_told_to_Lambda_at_the_start()
    {
        await using var running = Run(("SGWATCH_MODE", "off"));
        var (path, body) = await running.PostedAsync();
        Assert.Equal("/2018-06-01/runtime/init/error", path);
        Assert.Contains("SGWATCH_MODE is 'off'; expected observe", JsonDocument.Parse(body).RootElement.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, await running.ExitCodeAsync());
    }

    [Fact]
    public async Task A_thousand_events_one_after_another_leave_the_memory_as_it_was()
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
        using var ec2 = new AmazonEC2Client("testing", "testing", new AmazonEC2Config { ServiceURL = moto.Server.Url.ToString(), AuthenticationRegion = "us-east-1" });
        var group = (await ec2.CreateSecurityGroupAsync(new() { GroupName = "storm", Description = "storm" }, TestContext.Current.CancellationToken)).GroupId;
        var residentAfter200 = 0L;
        for (var i = 1; i <= 1000; i++)
        {
            var opened = await ec2.AuthorizeSecurityGroupIngressAsync(new()
            {
                GroupId = group,
                IpPermissions = [new() { IpProtocol = "tcp", FromPort = 22, ToPort = 22, Ipv4Ranges = [new() { CidrIp = "0.0.0.0/0" }] }],
            }, TestContext.Current.CancellationToken);
            var answer = await running.AnswerAsync(OpenedEvent.Of(group, opened.SecurityGroupRules.Single(r => r.IsEgress != true).SecurityGroupRuleId));
            Assert.Equal("reverted", answer.GetProperty("outcome").GetString());
            if (i == 200)
            {
                residentAfter200 = running.ResidentBytes;
            }
        }
        Assert.InRange(running.ResidentBytes, 1, residentAfter200 + MaxGrowthBytes);
        File.Delete(policy);
        TestContext.Current.SendDiagnosticMessage($"resident after 200 events {residentAfter200 / 1024} KiB, after 1,000 {running.ResidentBytes / 1024} KiB");
    }

    private RunningFunction Run(params (string Name, string? Value)[] settings) => new(function.Package.Bootstrap, moto.Server.Url, settings);

    private async Task<(string GroupId, string RuleId)> OpenAsync(string name)
    {
        var group = (await _aws.JsonAsync("ec2", "create-security-group", "--group-name", name, "--description", name)).GetProperty("GroupId").GetString()!;
        var opened = await _aws.JsonAsync("ec2", "authorize-security-group-ingress", "--group-id", group, "--protocol", "tcp", "--port", "22", "--cidr", "0.0.0.0/0");
        return (group, opened.GetProperty("SecurityGroupRules")[0].GetProperty("SecurityGroupRuleId").GetString()!);
    }

    private async Task<IEnumerable<string>> RulesAsync(string group)
    {
        var rules = await _aws.JsonAsync("ec2", "describe-security-group-rules", "--filters", $"Name=group-id,Values={group}");
        return rules.GetProperty("SecurityGroupRules").EnumerateArray().Select(rule => rule.GetProperty("IsEgress").GetBoolean() ? "egress" : "ingress").Order(StringComparer.Ordinal);
    }
}
