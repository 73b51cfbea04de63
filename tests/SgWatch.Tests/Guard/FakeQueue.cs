using SgWatch.Calls;
using SgWatch.Guard.Ports;

namespace SgWatch.Tests.Guard;

/// <summary>The guard's own queue in memory, failing as often as it is told to.</summary>
internal sealed class FakeQueue : IContinuationSender
{
    public Queue<(string Body, TimeSpan Delay)> Messages { get; } = [];

    public int Failures { get; set; }

    public Task<CallResult<Done>> SendAsync(IReadOnlyList<string> messages, TimeSpan delay, CancellationToken cancellationToken)
    {
        Assert.InRange(messages.Count, 1, IContinuationSender.MaxMessages);
        if (Failures-- > 0)
        {
            return Task.FromResult<CallResult<Done>>(
                new CallFailure(CallFailureKind.Transient, "SendMessageBatch", "Throttled", "made by the test"));
        }
        foreach (var message in messages)
        {
            Messages.Enqueue((message, delay));
        }
        return Task.FromResult<CallResult<Done>>(default(Done));
    }
}
