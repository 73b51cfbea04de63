using SgWatch.Calls;

namespace SgWatch.Guard.Ports;

/// <summary>The queue that feeds the guard: what it sends there comes back to it in another invocation.</summary>
public interface IContinuationSender
{
    /// <summary>The most messages of one call, which is SQS's limit.</summary>
    const int MaxMessages = 10;

    /// <summary>Sends messages in one call without retries: the guard retries. After a failure some of them may be in the queue.</summary>
    /// <param name="messages">1 to <see cref="MaxMessages"/> messages.</param>
    /// <param name="delay">How long the messages stay hidden; at most 15 minutes.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<CallResult<Done>> SendAsync(IReadOnlyList<string> messages, TimeSpan delay, CancellationToken cancellationToken);
}
