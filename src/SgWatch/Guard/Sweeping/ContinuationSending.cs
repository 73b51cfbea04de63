using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Retrying;

namespace SgWatch.Guard.Sweeping;

/// <summary>Sends any number of messages to the guard's own queue.</summary>
internal static class ContinuationSending
{
    /// <summary>Sends the messages in order, ten at a time, and retries each ten while there is time.</summary>
    /// <returns>Why some messages weren't sent; null if all were.</returns>
    public static async Task<CallFailure?> SendAllAsync(
        this IContinuationSender continuations, IEnumerable<string> messages, TimeSpan delay, Retry retry,
        CancellationToken cancellationToken)
    {
        foreach (var some in messages.Chunk(IContinuationSender.MaxMessages))
        {
            var sent = await retry.RunAsync(token => continuations.SendAsync(some, delay, token), cancellationToken);
            if (!sent.TryGet(out _, out var failure))
            {
                return failure;
            }
        }
        return null;
    }
}
