using System.Text.Json;
using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Lambda;

/// <summary>Who is told beside people, on moto: what comes out of the event bus, and what Security Hub keeps.</summary>
[Collection(UsesFunction.Name)]
public sealed class ToldTests(FunctionFixture function, MotoFixture moto) : IAsyncLifetime
{
    private readonly AwsCli _aws = new(moto.Server.Url);

    public async ValueTask InitializeAsync() => await moto.Server.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task An_event_bus_gets_the_incident_and_its_findings_as_OCSF()
    {
        var bus = (await _aws.JsonAsync("events", "create-event-bus", "--name", "security")).GetProperty("EventBusArn").GetString()!;
        var queue = (await _aws.SqsAsync("create-queue", "--queue-name", "told")).GetProperty("QueueUrl").GetString()!;
        await _aws.JsonAsync("events", "put-rule", "--name", "told", "--event-bus-name", "security", "--event-pattern", """{"source":["sgwatch"]}""");
        await _aws.JsonAsync("events", "put-targets", "--rule", "told", "--event-bus-name", "security",
            "--targets", $"Id=queue,Arn=arn:aws:sqs:us-east-1:{OpenedEvent.Account}:told");
        var group = await RevertAsync(("SGWATCH_EVENT_BUS", bus), ("SGWATCH_FINDINGS", "ocsf"));

        var events = (await _aws.SqsAsync("receive-message", "--queue-url", queue, "--max-number-of-messages", "10")).GetProperty("Messages").EnumerateArray()
            .Select(message => JsonDocument.Parse(message.GetProperty("Body").GetString()!).RootElement).ToDictionary(e => e.GetProperty("detail-type").GetString()!);

        Assert.Equal(["sgwatch.detection-finding", "sgwatch.incident"], events.Keys.Order(StringComparer.Ordinal));
        var incident = events["sgwatch.incident"];
        Assert.Equal(("reverted", group), (incident.GetProperty("detail").GetProperty("outcome").GetString(), incident.GetProperty("detail").GetProperty("group").GetProperty("id").GetString()));
        Assert.Equal($"arn:aws:ec2:us-east-1:{OpenedEvent.Account}:security-group/{group}", incident.GetProperty("resources")[0].GetString());
        var finding = events["sgwatch.detection-finding"].GetProperty("detail");
        Assert.Equal((200401, "Resolved"), (finding.GetProperty("type_uid").GetInt32(), finding.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Security_Hub_gets_findings_in_a_form_that_the_AWS_CLI_takes_too()
    {
        await _aws.JsonAsync("securityhub", "enable-security-hub");
        var group = await RevertAsync(("SGWATCH_FINDINGS", "security-hub"));

        var findings = (await _aws.JsonAsync("securityhub", "get-findings")).GetProperty("Findings");
        var finding = Assert.Single(findings.EnumerateArray());
        Assert.Equal($"arn:aws:ec2:us-east-1:{OpenedEvent.Account}:security-group/{group}", finding.GetProperty("Resources")[0].GetProperty("Id").GetString());
        Assert.Equal("RESOLVED", finding.GetProperty("Workflow").GetProperty("Status").GetString());

        // the CLI holds it to the service's own model: no field that isn't there, none missing, no type wrong
        var imported = await _aws.JsonAsync("securityhub", "batch-import-findings", "--findings", JsonSerializer.Serialize(findings));
        Assert.Equal((1, 0), (imported.GetProperty("SuccessCount").GetInt32(), imported.GetProperty("FailedCount").GetInt32()));
    }

    [Fact]
    public async Task A_bus_that_is_not_there_holds_up_nothing_and_stands_in_the_log()
    {
        await using var running = Run(("SGWATCH_EVENT_BUS", "arn:aws:events:us-east-1:123456789012:event-bus/gone"), ("AWS_ENDPOINT_URL_EVENTBRIDGE", "http://127.0.0.1:1/"));
        var (group, rule) = await OpenAsync();

        var answer = await running.AnswerAsync(OpenedEvent.Batch(("m-1", OpenedEvent.Of(group, rule))));

        Assert.Equal(("reverted", 0), (answer.GetProperty("outcome").GetString(), answer.GetProperty("batchItemFailures").GetArrayLength()));
        Assert.Contains(running.Log, line => line.TryGetProperty("failure", out var failure) && failure.GetProperty("operation").GetString() == "PutEvents");
    }

    private async Task<string> RevertAsync(params (string Name, string? Value)[] settings)
    {
        await using var running = Run(settings);
        var (group, rule) = await OpenAsync();
        Assert.Equal("reverted", (await running.AnswerAsync(OpenedEvent.Of(group, rule))).GetProperty("outcome").GetString());
        Assert.DoesNotContain(running.Log, line => line.TryGetProperty("failure", out _));
        return group;
    }

    private RunningFunction Run(params (string Name, string? Value)[] settings) => new(function.Package.Bootstrap, moto.Server.Url, settings);

    private async Task<(string GroupId, string RuleId)> OpenAsync()
    {
        var group = (await _aws.JsonAsync("ec2", "create-security-group", "--group-name", "web", "--description", "web")).GetProperty("GroupId").GetString()!;
        var opened = await _aws.JsonAsync("ec2", "authorize-security-group-ingress", "--group-id", group, "--protocol", "tcp", "--port", "22", "--cidr", "0.0.0.0/0");
        return (group, opened.GetProperty("SecurityGroupRules")[0].GetProperty("SecurityGroupRuleId").GetString()!);
    }
}
