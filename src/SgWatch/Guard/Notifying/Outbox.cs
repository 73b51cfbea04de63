using System.Diagnostics.CodeAnalysis;
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
    private readonly Queue<Waiting> _waiting = [];

    /// <summary>Sends a notification and everything that waits; what can't be sent stays.</summary>
    /// <param name="notification">The notification; null to send only what waits.</param>
    /// <param name="onSent">Runs once it is sent.</param>
    /// <param name="retry">Tries again.</param>
    /// <param name="cancellationToken">Ends the tries; what wasn't sent stays.</param>
    /// <returns>Why something could not be sent yet; null if all was.</returns>
    public async Task<CallFailure?> SendAsync(
        Notification? notification, Func<CancellationToken, Task> onSent, Retry retry, CancellationToken cancellationToken)
    {
        if (notification is not null && !TryPut(new(notification, onSent)))
        {
            return new(CallFailureKind.Transient, "Publish", "OutboxFull", $"{MaxWaiting} messages wait already");
        }
        while (TryTake(out var next))
        {
            if (await SendAsync(next, retry, cancellationToken) is { } failure)
            {
                return failure;
            }
            await next.OnSent(cancellationToken);
        }
        return null;
    }

    private async Task<CallFailure?> SendAsync(Waiting next, Retry retry, CancellationToken cancellationToken)
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
        }
    }

    private bool TryPut(Waiting notification)
    {
        lock (_lock)
        {
            if (_waiting.Count == MaxWaiting)
            {
                return false;
            }
            _waiting.Enqueue(notification);
            return true;
        }
    }

    private bool TryTake([NotNullWhen(true)] out Waiting? notification)
    {
        lock (_lock)
        {
            return _waiting.TryDequeue(out notification);
        }
    }

    private sealed record Waiting(Notification Notification, Func<CancellationToken, Task> OnSent);
}
