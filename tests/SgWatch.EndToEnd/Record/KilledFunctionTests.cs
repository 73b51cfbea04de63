using System.Text.Json;
using SgWatch.EndToEnd.Lambda;
using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Record;

/// <summary>The native function with its table and its topic: two of it at once, and one that is killed at every step.</summary>
[Collection(UsesFunction.Name)]
public sealed class KilledFunctionTests(FunctionFixture function, MotoFixture moto) : IAsyncLifetime
{
    private const int MaxSteps = 40;

    // longer than what the guard keeps in reserve at an invocation's end, and no longer than must be: it stands for SQS's visibility timeout
    private static readonly TimeSpan Invocation = TimeSpan.FromSeconds(5);

    private readonly AwsCli _aws = new(moto.Server.Url);
    private string _topic = "";
    private string _queue = "";

    public async ValueTask InitializeAsync()
    {
        await moto.Server.ResetAsync();
        _topic = (await _aws.JsonAsync("sns", "create-topic", "--name", "sgwatch")).GetProperty("TopicArn").GetString()!;
        _queue = (await _aws.SqsAsync("create-queue", "--queue-name", "told")).GetProperty("QueueUrl").GetString()!;
        await _aws.JsonAsync("sns", "subscribe", "--topic-arn", _topic, "--protocol", "sqs", "--notification-endpoint",
            $"arn:aws:sqs:us-east-1:{OpenedEvent.Account}:told", "--attributes", "RawMessageDelivery=true");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Two_functions_started_from_one_event_leave_one_incident_and_one_message_and_no_error()
    {
        var table = await IncidentTable.CreateAsync(_aws);
        await using var proxy = new StepProxy(moto.Server.Url, _ => Task.FromResult(true));
        await using var first = Run(proxy.Url, table);
        await using var second = Run(proxy.Url, table);
        for (var i = 0; i < 5; i++)
        {
            var (group, rule) = await OpenAsync($"web-{i}");
            var opened = OpenedEvent.Of(group, rule);

            var answers = await Task.WhenAll(first.AnswerAsync(opened), second.AnswerAsync(opened));

            Assert.All(answers, answer => Assert.Contains(answer.GetProperty("outcome").GetString(), (string[])["reverted", "compliant"]));
            await CheckAsync(table, group, maxMessages: 1);
        }
    }

    [Fact]
    public async Task A_function_killed_at_any_step_leaves_what_the_message_handed_over_again_brings_to_its_end()
    {
        var table = await IncidentTable.CreateAsync(_aws);
        for (var step = 0; ; step++)
        {
            Assert.True(step < MaxSteps, "the function has fewer steps than that");
            var (group, rule) = await OpenAsync($"web-{step}");
            var opened = OpenedEvent.Of(group, rule);
            var deadline = DateTimeOffset.UtcNow + Invocation;
            var steps = 0;
            var (reached, gone) = (new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource());
            await using (var proxy = new StepProxy(moto.Server.Url, async at =>
            {
                if (Interlocked.Increment(ref steps) <= step)
                {
                    return true;
                }
                reached.TrySetResult(at);
                await gone.Task; // it dies in the middle of the call
                return false;
            }))
            {
                try
                {
                    await using var victim = Run(proxy.Url, table); // whose end is a kill
                    await Task.WhenAny(reached.Task, victim.InvokeAsync(OpenedEvent.Batch(1, ("m-1", opened)), Invocation));
                }
                finally
                {
                    gone.SetResult();
                }
            }
            var diedAt = reached.Task.IsCompleted ? await reached.Task : "";
            if (diedAt.EndsWith("Publish", StringComparison.Ordinal) || diedAt.EndsWith("UpdateItem", StringComparison.Ordinal))
            {
                // the dead one may have taken on the telling, and has it until its invocation would have been over
                await Task.Delay(deadline - DateTimeOffset.UtcNow is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero, TestContext.Current.CancellationToken);
            }

            await using (var next = Run(moto.Server.Url, table))
            {
                Assert.Equal(0, (await next.AnswerAsync(OpenedEvent.Batch(2, ("m-1", opened)))).GetProperty("batchItemFailures").GetArrayLength());
            }

            await CheckAsync(table, group, maxMessages: 2);
            if (diedAt == "")
            {
                Assert.True(step > 12, "the function has more steps than that");
                return;
            }
        }
    }

    private RunningFunction Run(Uri endpoint, string table) =>
        new(function.Package.Bootstrap, endpoint, ("SGWATCH_TABLE", table), ("SGWATCH_TOPIC_ARN", _topic));

    private async Task CheckAsync(string table, string group, int maxMessages)
    {
        var rules = await _aws.JsonAsync("ec2", "describe-security-group-rules", "--filters", $"Name=group-id,Values={group}");
        Assert.DoesNotContain(rules.GetProperty("SecurityGroupRules").EnumerateArray(), rule => !rule.GetProperty("IsEgress").GetBoolean());
        var items = (await _aws.JsonAsync("dynamodb", "scan", "--table-name", table)).GetProperty("Items").EnumerateArray()
            .Where(item => Text(item, "pk") == $"{OpenedEvent.Account}/us-east-1/{group}").ToList();
        Assert.Equal(("Reverted", "Reverted"), (Text(Assert.Single(items), "outcome"), Text(items[0], "told")));
        var told = new List<string>();
        while ((await _aws.SqsAsync("receive-message", "--queue-url", _queue, "--max-number-of-messages", "10", "--visibility-timeout", "600"))
            is { ValueKind: JsonValueKind.Object } received && received.TryGetProperty("Messages", out var messages))
        {
            told.AddRange(messages.EnumerateArray().Select(message => message.GetProperty("Body").GetString()!));
        }
        Assert.InRange(told.Count, 1, maxMessages);
        using var incident = JsonDocument.Parse(told[0]);
        Assert.Equal(("reverted", group), (incident.RootElement.GetProperty("outcome").GetString(), incident.RootElement.GetProperty("group").GetProperty("id").GetString()));
        Assert.Equal(1, incident.RootElement.GetProperty("revoked").GetArrayLength());
    }

    private static string? Text(JsonElement item, string name) => item.TryGetProperty(name, out var value) ? value.GetProperty("S").GetString() : null;

    private async Task<(string GroupId, string RuleId)> OpenAsync(string name)
    {
        var group = (await _aws.JsonAsync("ec2", "create-security-group", "--group-name", name, "--description", name)).GetProperty("GroupId").GetString()!;
        var opened = await _aws.JsonAsync("ec2", "authorize-security-group-ingress", "--group-id", group, "--protocol", "tcp", "--port", "22", "--cidr", "0.0.0.0/0");
        return (group, opened.GetProperty("SecurityGroupRules")[0].GetProperty("SecurityGroupRuleId").GetString()!);
    }
}
