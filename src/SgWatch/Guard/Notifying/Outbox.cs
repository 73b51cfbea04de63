using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Retrying;
using SgWatch.Incidents;

namespace SgWatch.Guard.Notifying;

/// <summary>Messages that could not be sent yet. They wait in the process, and are tried again with the next invocation.</summary>
/// <remarks>Holds at most 1,000, and none that was rejected for what it is; the incident itself is in the log in any case, recorded before it is told.</remarks>
internal sealed class Outbox(INotifier notifier)
{
    private const int MaxWaiting = 1_000;

    private readonly Lock _lock = new();
    private readonly Queue<Waiting> _waiting = [];

    /// <summary>Sends a message and everything that still waits; what can't be sent stays.</summary>
    /// <param name="notification">The message; null to send only what waits.</param>
    /// <param name="onSent">Is run once it is sent.</param>
    /// <param name="retry">How often to try.</param>
    /// <param name="cancellationToken">Ends the tries; what wasn't sent stays.</param>
    /// <returns>Why something is still unsent, or null if nothing is.</returns>
    public async Task<CallFailure?> SendAsync(
        Notification? notification, Func<CancellationToken, Task> onSent, Retry retry, CancellationToken cancellationToken)
    {
        if (notification is not null && !TryPut(new(notification, onSent)))
        {
            return new(CallFailureKind.Transient, "Publish", "OutboxFull", $"{MaxWaiting} messages wait already");
        }
        while (TryTake(out var next))
        {
            CallResult<Done> result = new CallFailure(CallFailureKind.Transient, "Publish", "Canceled", "the time was up");
            try
            {
                result = await retry.RunAsync(token => notifier.SendAsync(next.Notification, token), cancellationToken);
            }
            finally
            {
                if (result is CallResult<Done>.Failed { Failure.Kind: not CallFailureKind.Rejected })
                {
                    TryPut(next);
                }
            }
            if (result is CallResult<Done>.Failed(var failure))
            {
                return failure;
            }
            await next.OnSent(cancellationToken);
        }
        return null;
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

    private bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Waiting? notification)
    {
        lock (_lock)
        {
            return _waiting.TryDequeue(out notification);
        }
    }

    private sealed record Waiting(Notification Notification, Func<CancellationToken, Task> OnSent);
}
