using SgWatch.Guard;
using static SgWatch.Tests.Guard.GuardHarness;

namespace SgWatch.Tests.Guard.Sweeping;

public sealed class SweepFanOutTests
{
    private readonly FakeQueue _queue = new();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 3)]
    [InlineData(120, 3)]
    [InlineData(5, 64)]
    [InlineData(3000, 3)]
    public async Task Every_account_and_region_gets_one_message_spread_over_the_time(int accounts, int regions)
    {
        var harness = new GuardHarness(continuations: _queue);
        var sweeps = new HashSet<string>();
        var (hops, time) = (0, TimeSpan.Zero);
        _queue.Messages.Enqueue((Many(accounts, regions), TimeSpan.Zero));
        while (_queue.Messages.TryDequeue(out var message))
        {
            time += message.Delay;
            if (!message.Body.Contains("accounts", StringComparison.Ordinal))
            {
                Assert.True(sweeps.Add(message.Body));
                Assert.Equal(TimeSpan.Zero, message.Delay);
                continue;
            }
            var before = _queue.Messages.Count;
            var answer = await harness.HandleAsync(Batch(message.Body));
            Assert.Equal((GuardOutcome.Compliant, 0), (answer.Outcome, answer.FailedMessageIds.Length));
            Assert.InRange(_queue.Messages.Count - before, 1, 65);
            hops++;
        }
        Assert.Equal(accounts * regions, sweeps.Count);
        Assert.InRange(time, TimeSpan.Zero, TimeSpan.FromMinutes(46));
        Assert.True(accounts * regions <= 64 || time > TimeSpan.FromMinutes(15), $"{hops} messages within {time}");
    }

    [Fact]
    public async Task A_queue_that_fails_makes_the_message_fail()
    {
        _queue.Failures = 100;
        Assert.Equal(["m1"], (await new GuardHarness(continuations: _queue).HandleAsync(Batch(Many(10, 1)))).FailedMessageIds);
    }

    [Fact]
    public async Task Without_a_queue_it_fails_for_good()
    {
        var answer = await new GuardHarness().HandleAsync(Batch(Many(10, 1)));
        Assert.Equal((GuardOutcome.Failed, 0), (answer.Outcome, answer.FailedMessageIds.Length));
    }

    private static string Many(int accounts, int regions)
    {
        var accountIds = string.Join(',', Enumerable.Range(0, accounts).Select(i => $"\"{111100000000 + i}\""));
        var regionNames = string.Join(',', Enumerable.Range(1, regions).Select(i => $"\"eu-west-{i}\""));
        return $$"""{"sgwatch":"sweep","accounts":[{{accountIds}}],"regions":[{{regionNames}}]}""";
    }
}
