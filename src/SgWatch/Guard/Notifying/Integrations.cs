using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Retrying;
using SgWatch.Incidents;

namespace SgWatch.Guard.Notifying;

/// <summary>
/// The integrations that are notified beside people, such as an event bus. All at the same time; none delays another, people or the guard.
/// </summary>
/// <remarks>What couldn't be sent waits for as long as the process lives, at most 1,000 notifications each.</remarks>
/// <param name="notifiers">The integrations.</param>
public sealed class Integrations(IEnumerable<INotifier> notifiers)
{
    private readonly ImmutableArray<Outbox> _outboxes = [.. notifiers.Select(notifier => new Outbox(new Contained(notifier)))];

    /// <summary>Sends a notification, and everything that waits, to each.</summary>
    /// <returns>Why something could not be sent yet; null if all was.</returns>
    internal async Task<CallFailure?> SendAsync(Notification? notification, Retry retry, CancellationToken cancellationToken)
    {
        var failures = await Task.WhenAll(_outboxes.Select(outbox => SendAsync(outbox, notification, retry, cancellationToken)));
        return failures.FirstOrDefault(failure => failure is not null);
    }

    private static async Task<CallFailure?> SendAsync(
        Outbox outbox, Notification? notification, Retry retry, CancellationToken cancellationToken)
    {
        CallFailure? failure = null;
        var envelope = notification is null ? null : new Envelope(notification);
        await foreach (var sent in outbox.SendAsync(envelope, retry, static _ => Task.FromResult(true), cancellationToken))
        {
            failure = sent.FailureOrNull;
        }
        return failure;
    }

    // a fault in how a message is written for one integration must not end the work on other groups
    private sealed class Contained(INotifier notifier) : INotifier
    {
        public async Task<CallResult<Done>> SendAsync(Notification notification, CancellationToken cancellationToken)
        {
            try
            {
                return await notifier.SendAsync(notification, cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                return new CallFailure(CallFailureKind.Rejected, "Notify", exception.GetType().Name, exception.Message);
            }
        }
    }
}
