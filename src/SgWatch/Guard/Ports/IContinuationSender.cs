using SgWatch.Calls;

namespace SgWatch.Guard.Ports;

/// <summary>The queue from which the guard gets its messages: what it puts there comes back to it, in another invocation.</summary>
public interface IContinuationSender
{
    /// <summary>Puts messages in, in one call without retries: the guard retries. A failure may have put in some of them.</summary>
    /// <param name="messages">At most <see cref="MaxMessages"/>.</param>
    /// <param name="delay">How long the messages stay hidden; at most 15 minutes.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<CallResult<Done>> SendAsync(IReadOnlyList<string> messages, TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>The most messages of one call, SQS's limit.</summary>
    const int MaxMessages = 10;
}
