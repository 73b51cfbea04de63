using System.Text.Json;
using SgWatch.EndToEnd.Lambda;
using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Record;

/// <summary>The native function with its table and its topic: two processes at once, and one that is killed at every step.</summary>
[Collection(UsesFunction.Name)]
public sealed class KilledFunctionTests(FunctionFixture function, MotoFixture moto) : IAsyncLifetime
{
    private const int MaxSteps = 40;

    // In place of SQS's visibility timeout. It is longer than the reserve that the guard keeps at an invocation's end,
    // and otherwise short, so that the test is.
    private static readonly TimeSpan Invocation = TimeSpan.FromSeconds(5);

    private readonly AwsCli _aws = new(moto.Server.Url);
    private string _topic = "";
    private string _queue = "";

    public async ValueTask InitializeAsync()
    {
        await moto.Server.ResetAsync();
        _topic = (await _aws.JsonAsync("sns", "create-topic", "--name", "sgwatch")).Text("TopicArn");
        _queue = await _aws.SubscribeQueueAsync(_topic, "people");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Two_functions_with_the_same_event_leave_one_incident_and_one_message_and_no_error()
    {
        var table = await IncidentTable.CreateAsync(_aws);
        await using var proxy = new StepProxy(moto.Server.Url, _ => Task.FromResult(true));
        await using var first = Run(proxy.Url, table);
        await using var second = Run(proxy.Url, table);
        for (var i = 0; i < 5; i++)
        {
            var (group, rule) = await _aws.OpenGroupAsync($"web-{i}");
            var opened = OpenedEvent.Of(group, rule);

            var answers = await Task.WhenAll(first.AnswerAsync(opened), second.AnswerAsync(opened));

            Assert.All(answers, answer => Assert.Contains(answer.Text("outcome"), (string[])["reverted", "compliant"]));
            await CheckAsync(table, group, maxMessages: 1);
        }
    }

    [Fact]
    public async Task A_function_is_killed_at_any_step_and_the_next_delivery_finishes_its_work()
    {
        var table = await IncidentTable.CreateAsync(_aws);
        for (var step = 0; ; step++)
        {
            Assert.True(step < MaxSteps, "the function has fewer steps than that");
            var (group, rule) = await _aws.OpenGroupAsync($"web-{step}");
            var opened = OpenedEvent.Of(group, rule);
            var deadline = DateTimeOffset.UtcNow + Invocation;

            var diedAt = await KillAtAsync(step, table, opened);
            if (diedAt.EndsWith("Publish", StringComparison.Ordinal) || diedAt.EndsWith("UpdateItem", StringComparison.Ordinal))
            {
                // the killed function may hold the lease for the notification, until its invocation would have ended
                var left = deadline - DateTimeOffset.UtcNow;
                await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, TestContext.Current.CancellationToken);
            }

            await using (var next = Run(moto.Server.Url, table))
            {
                var answer = await next.AnswerAsync(OpenedEvent.Batch(2, ("m-1", opened)));
                Assert.Equal(0, answer.GetProperty("batchItemFailures").GetArrayLength());
            }

            await CheckAsync(table, group, maxMessages: 2);
            if (diedAt == "")
            {
                Assert.True(step > 12, "the function has more steps than that");
                return;
            }
        }
    }

    // The step at which it was killed, such as "before RevokeSecurityGroupIngress". Empty if it ended before.
    private async Task<string> KillAtAsync(int step, string table, string opened)
    {
        var steps = 0;
        var reached = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var killed = new TaskCompletionSource();
        await using (var proxy = new StepProxy(moto.Server.Url, async at =>
        {
            if (Interlocked.Increment(ref steps) <= step)
            {
                return true;
            }
            reached.TrySetResult(at);
            await killed.Task; // the function dies in the middle of the call
            return false;
        }))
        {
            try
            {
                await using var victim = Run(proxy.Url, table); // its disposal kills it
                await Task.WhenAny(reached.Task, victim.InvokeAsync(OpenedEvent.Batch(1, ("m-1", opened)), Invocation));
            }
            finally
            {
                killed.SetResult();
            }
        }
        return reached.Task.IsCompleted ? await reached.Task : "";
    }

    private RunningFunction Run(Uri endpoint, string table) =>
        new(function.Package.Bootstrap, endpoint, ("SGWATCH_TABLE", table), ("SGWATCH_TOPIC_ARN", _topic));

    private async Task CheckAsync(string table, string group, int maxMessages)
    {
        Assert.DoesNotContain(await _aws.RulesAsync(group), rule => !rule.GetProperty("IsEgress").GetBoolean());
        var items = (await _aws.JsonAsync("dynamodb", "scan", "--table-name", table)).GetProperty("Items").EnumerateArray()
            .Where(item => Attribute(item, "pk") == $"{MotoServer.Account}/us-east-1/{group}").ToList();
        Assert.Equal(("Reverted", "Reverted"), (Attribute(Assert.Single(items), "outcome"), Attribute(items[0], "told")));
        var notifications = await TakeNotificationsAsync();
        Assert.InRange(notifications.Count, 1, maxMessages);
        using var incident = JsonDocument.Parse(notifications[0]);
        Assert.Equal(("reverted", group), (incident.RootElement.Text("outcome"), incident.RootElement.Text("group", "id")));
        Assert.Equal(1, incident.RootElement.GetProperty("revoked").GetArrayLength());
    }

    private async Task<List<string>> TakeNotificationsAsync()
    {
        var bodies = new List<string>();
        string[] receive = ["receive-message", "--queue-url", _queue, "--max-number-of-messages", "10", "--visibility-timeout", "600"];
        while (await _aws.SqsAsync(receive) is { ValueKind: JsonValueKind.Object } received
            && received.TryGetProperty("Messages", out var messages))
        {
            bodies.AddRange(messages.EnumerateArray().Select(message => message.Text("Body")));
        }
        return bodies;
    }

    private static string? Attribute(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) ? value.Text("S") : null;
}
