using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Retrying;

namespace SgWatch.Guard.Sweeping;

/// <summary>Sends any number of messages to the guard's own queue.</summary>
internal static class Continuations
{
    /// <summary>Sends them in their order, ten at a time, each ten tried again as long as there is time.</summary>
    /// <returns>Why some are unsent; null if none is.</returns>
    public static async Task<CallFailure?> SendAllAsync(
        this IContinuationSender continuations, IEnumerable<string> messages, TimeSpan delay, Retry retry, CancellationToken cancellationToken)
    {
        foreach (var some in messages.Chunk(IContinuationSender.MaxMessages))
        {
            if (await retry.RunAsync(token => continuations.SendAsync(some, delay, token), cancellationToken) is CallResult<Done>.Failed(var failure))
            {
                return failure;
            }
        }
        return null;
    }
}
