using System.Text.Json;
using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Lambda;

/// <summary>The integrations beside notifications to people, on moto: an event bus and Security Hub.</summary>
[Collection(UsesFunction.Name)]
public sealed class IntegrationTests(FunctionFixture function, MotoFixture moto) : IAsyncLifetime
{
    private readonly AwsCli _aws = new(moto.Server.Url);

    public async ValueTask InitializeAsync() => await moto.Server.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task An_event_bus_gets_the_incident_and_its_findings_as_OCSF()
    {
        var bus = (await _aws.JsonAsync("events", "create-event-bus", "--name", "security")).Text("EventBusArn");
        var queue = await _aws.CreateQueueAsync("integrations");
        await _aws.JsonAsync("events", "put-rule", "--name", "integrations", "--event-bus-name", "security",
            "--event-pattern", """{"source":["sgwatch"]}""");
        await _aws.JsonAsync("events", "put-targets", "--rule", "integrations", "--event-bus-name", "security",
            "--targets", $"Id=queue,Arn=arn:aws:sqs:us-east-1:{OpenedEvent.Account}:integrations");
        var group = await RevertAsync(("SGWATCH_EVENT_BUS", bus), ("SGWATCH_FINDINGS", "ocsf"));

        var events = (await _aws.MessagesAsync(queue, "--max-number-of-messages", "10")).EnumerateArray()
            .Select(message => JsonDocument.Parse(message.Text("Body")).RootElement)
            .ToDictionary(message => message.Text("detail-type"));

        Assert.Equal(["sgwatch.detection-finding", "sgwatch.incident"], events.Keys.Order(StringComparer.Ordinal));
        var incident = events["sgwatch.incident"];
        Assert.Equal(("reverted", group), (incident.Text("detail", "outcome"), incident.Text("detail", "group", "id")));
        Assert.Equal(ArnOf(group), incident.GetProperty("resources")[0].GetString());
        var finding = events["sgwatch.detection-finding"].GetProperty("detail");
        Assert.Equal((200401, "Resolved"), (finding.GetProperty("type_uid").GetInt32(), finding.Text("status")));
    }

    [Fact]
    public async Task Security_Hub_gets_findings_that_the_AWS_CLI_accepts_too()
    {
        await _aws.JsonAsync("securityhub", "enable-security-hub");
        var group = await RevertAsync(("SGWATCH_FINDINGS", "security-hub"));

        var findings = (await _aws.JsonAsync("securityhub", "get-findings")).GetProperty("Findings");
        var finding = Assert.Single(findings.EnumerateArray());
        Assert.Equal(ArnOf(group), finding.GetProperty("Resources")[0].Text("Id"));
        Assert.Equal("RESOLVED", finding.Text("Workflow", "Status"));

        // the CLI checks it against the service's own model: no unknown field, none missing, no wrong type
        var imported = await _aws.JsonAsync("securityhub", "batch-import-findings", "--findings", JsonSerializer.Serialize(findings));
        Assert.Equal((1, 0), (imported.GetProperty("SuccessCount").GetInt32(), imported.GetProperty("FailedCount").GetInt32()));
    }

    [Fact]
    public async Task A_missing_bus_is_logged_and_delays_nothing()
    {
        await using var running = Run(
            ("SGWATCH_EVENT_BUS", "arn:aws:events:us-east-1:123456789012:event-bus/gone"),
            ("AWS_ENDPOINT_URL_EVENTBRIDGE", "http://127.0.0.1:1/"));
        var (group, rule) = await _aws.OpenGroupAsync("web");

        var answer = await running.AnswerAsync(OpenedEvent.Batch(("m-1", OpenedEvent.Of(group, rule))));

        Assert.Equal(("reverted", 0), (answer.Text("outcome"), answer.GetProperty("batchItemFailures").GetArrayLength()));
        Assert.Contains(running.Log, line => line.TryGetProperty("failure", out var failure) && failure.Text("operation") == "PutEvents");
    }

    private async Task<string> RevertAsync(params (string Name, string? Value)[] settings)
    {
        await using var running = Run(settings);
        var (group, rule) = await _aws.OpenGroupAsync("web");
        Assert.Equal("reverted", (await running.AnswerAsync(OpenedEvent.Of(group, rule))).Text("outcome"));
        Assert.DoesNotContain(running.Log, line => line.TryGetProperty("failure", out _));
        return group;
    }

    private RunningFunction Run(params (string Name, string? Value)[] settings) =>
        new(function.Package.Bootstrap, moto.Server.Url, settings);

    private static string ArnOf(string group) => $"arn:aws:ec2:us-east-1:{OpenedEvent.Account}:security-group/{group}";
}
