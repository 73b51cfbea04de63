using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Retrying;
using SgWatch.Incidents;

namespace SgWatch.Guard.Notifying;

/// <summary>Notifications that could not be sent yet. They wait in the process and are retried with the next invocation.</summary>
/// <remarks>
/// Holds at most 1,000, and none that was rejected for what it is. No incident gets lost with a notification: it was recorded before.
/// </remarks>
internal sealed class Outbox(INotifier notifier)
{
    private const int MaxWaiting = 1_000;

    private readonly Lock _lock = new();
    private readonly Queue<Envelope> _waiting = [];

    /// <summary>Sends an envelope and everything that waits; what can't be sent stays.</summary>
    /// <param name="envelope">The envelope; null to send only what waits.</param>
    /// <param name="retry">Tries again.</param>
    /// <param name="isDue">Whether one that somebody else put is still to be sent.</param>
    /// <param name="cancellationToken">Ends the tries; what wasn't sent stays.</param>
    /// <returns>
    /// What was sent, and at last the failure if something could not be sent yet. Of several callers at once, one may send what another
    /// has put. Then the other waits until that was tried.
    /// </returns>
    public async IAsyncEnumerable<CallResult<Envelope>> SendAsync(
        Envelope? envelope, Retry retry, Func<Envelope, Task<bool>> isDue, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (envelope is not null && !TryPut(envelope))
        {
            yield return new CallFailure(CallFailureKind.Transient, "Publish", "OutboxFull", $"{MaxWaiting} messages wait already");
            yield break;
        }
        var isOursSent = false;
        while (TryTake(out var next))
        {
            if (next != envelope && !await isDue(next))
            {
                continue;
            }
            if (await AttemptAsync(next, retry, cancellationToken) is { } failure)
            {
                yield return failure;
                yield break;
            }
            isOursSent |= next == envelope;
            yield return next;
        }
        if (envelope is not null && !isOursSent && await envelope.WaitForFirstAttemptAsync(cancellationToken) is { } elsewhere)
        {
            yield return elsewhere;
        }
    }

    /// <summary>Sends a notification that doesn't wait here if that fails, because a later sweep writes it anew.</summary>
    /// <returns>Why it isn't sent; null if it is.</returns>
    public async Task<CallFailure?> SendOnceAsync(Notification notification, Retry retry, CancellationToken cancellationToken) =>
        (await retry.RunAsync(token => notifier.SendAsync(notification, token), cancellationToken)).FailureOrNull;

    private async Task<CallFailure?> AttemptAsync(Envelope next, Retry retry, CancellationToken cancellationToken)
    {
        CallFailure? failure = new(CallFailureKind.Transient, "Publish", "Canceled", "the time was up");
        try
        {
            var result = await retry.RunAsync(token => notifier.SendAsync(next.Notification, token), cancellationToken);
            failure = result.FailureOrNull;
            return failure;
        }
        finally
        {
            if (failure is { Kind: not CallFailureKind.Rejected })
            {
                TryPut(next);
            }
            next.Attempted(failure);
        }
    }

    private bool TryPut(Envelope envelope)
    {
        lock (_lock)
        {
            if (_waiting.Count == MaxWaiting)
            {
                return false;
            }
            _waiting.Enqueue(envelope);
            return true;
        }
    }

    private bool TryTake([NotNullWhen(true)] out Envelope? envelope)
    {
        lock (_lock)
        {
            return _waiting.TryDequeue(out envelope);
        }
    }
}
