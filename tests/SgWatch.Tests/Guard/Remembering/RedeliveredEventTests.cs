using SgWatch.Guard;
using static SgWatch.Tests.Guard.Remembering.MemoryHarness;

namespace SgWatch.Tests.Guard.Remembering;

/// <summary>SQS hands an event over again while the memory can't be read. POLICY: "Without memory".</summary>
public sealed class RedeliveredEventTests
{
    [Theory]
    [InlineData(1, 14, true)]
    [InlineData(1, 20, false)]
    [InlineData(2, 20, false)]
    [InlineData(4, 59, false)]
    [InlineData(5, 20, true)]
    [InlineData(5, 59, true)]
    [InlineData(12, 59, true)]
    [InlineData(5, 61, false)]
    public async Task After_four_tries_an_event_that_is_younger_than_an_hour_is_acted_on(int receiveCount, int minutesOld, bool isActedOn)
    {
        var world = await SweptAsync(NoSshExceptEdge);
        world.Store.Fails = true;
        var rule = world.Open(Ssh);

        var response = await world.After(TimeSpan.FromMinutes(minutesOld)).HandleAsync(Received(world.EventOf(rule), receiveCount));

        Assert.Equal(isActedOn, !world.Rules.Contains(rule));
        Assert.Equal(isActedOn ? GuardOutcome.Reverted : GuardOutcome.Failed, response.Outcome);
        Assert.Equal(isActedOn ? [] : ["m1"], response.FailedMessageIds);
    }

    private static string Received(string text, int times) => GuardHarness.Batch(text).Replace("\"messageId\":\"m1\"",
        $$$"""
        "messageId":"m1","attributes":{"ApproximateReceiveCount":"{{{times}}}"}
        """, StringComparison.Ordinal);
}
