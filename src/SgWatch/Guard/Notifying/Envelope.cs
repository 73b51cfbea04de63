using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Incidents;

namespace SgWatch.Guard.Notifying;

/// <summary>A notification on its way, and what it covers: several that send at once may each take what another has put.</summary>
/// <param name="notification">The notification.</param>
/// <param name="lease">The lease under which the ends of its incidents were written.</param>
internal sealed class Envelope(Notification notification, string lease = "")
{
    private readonly TaskCompletionSource<CallFailure?> _firstAttempt = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The notification.</summary>
    public Notification Notification => notification;

    /// <summary>The lease under which the ends of its incidents were written.</summary>
    public string Lease => lease;

    /// <summary>The incidents that people know of once it is sent.</summary>
    public ImmutableArray<Incident> Incidents { get; init; } = [];

    /// <summary>Ends when integrations were notified of the same, or when what they can't be sent yet waits for them.</summary>
    public Task Integrations { get; init; } = Task.CompletedTask;

    /// <summary>Waits for the end of the first attempt to send it, whoever makes it. Only the one who put it may wait.</summary>
    /// <returns>Why it failed; null if it is sent.</returns>
    public async Task<CallFailure?> WaitForFirstAttemptAsync(CancellationToken cancellationToken)
    {
        using var end = cancellationToken.UnsafeRegister(
            static (attempt, token) => ((TaskCompletionSource<CallFailure?>)attempt!).TrySetCanceled(token), _firstAttempt);
        return await _firstAttempt.Task;
    }

    /// <summary>Notes how an attempt to send it ended.</summary>
    /// <param name="failure">Why it failed; null if it is sent.</param>
    public void Attempted(CallFailure? failure) => _firstAttempt.TrySetResult(failure);
}
