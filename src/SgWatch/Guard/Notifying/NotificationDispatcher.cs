using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Limiting;
using SgWatch.Guard.Logging;
using SgWatch.Guard.Recording;
using SgWatch.Guard.Retrying;
using SgWatch.Incidents;

namespace SgWatch.Guard.Notifying;

/// <summary>
/// Notifies people and integrations of each incident once: of all guards that handled the same events, the one that ended it does.
/// </summary>
/// <param name="channels">The ways out.</param>
/// <param name="recorder">Knows which guard notifies.</param>
/// <param name="limiter">Knows what people need not be notified of again.</param>
/// <param name="retry">Tries again: people while there is time, integrations briefly.</param>
/// <param name="steps">Where each notification is written, for somebody who debugs.</param>
internal sealed class NotificationDispatcher(
    NotificationChannels channels, IncidentRecorder recorder, ChangeLimiter limiter, Retry retry, InvocationSteps steps)
{
    private readonly Retry _briefly = retry.Briefly();
    private CallFailure? _integrationFailure;

    /// <summary>Why an integration wasn't notified of something; null if all were of everything.</summary>
    public CallFailure? IntegrationFailure => Volatile.Read(ref _integrationFailure);

    /// <summary>True if it is an alert that this process sent in the last 24 hours.</summary>
    public bool WasSent(Incident incident) => incident.Outcome == IncidentOutcome.Alerted && channels.SentAlerts.WasSent(incident);

    /// <summary>Sends a notification that belongs to no incident, and what waits; null to send only what waits.</summary>
    /// <returns>Why people weren't notified; null if they were.</returns>
    public Task<CallFailure?> NotifyAsync(Notification? notification, CancellationToken cancellationToken) =>
        SendAsync(notification, [], retry.NextToken(), cancellationToken);

    /// <summary>
    /// Sends a notification that a later sweep writes anew if this fails. Integrations come after people, so that nobody gets it twice.
    /// </summary>
    /// <returns>Why people weren't notified; null if they were.</returns>
    public async Task<CallFailure?> NotifyOnceAsync(Notification notification, CancellationToken cancellationToken)
    {
        var ours = notification with { RequestId = steps.RequestId };
        var failure = await channels.People.SendOnceAsync(ours, retry, cancellationToken);
        steps.Notified(ours, failure);
        if (failure is null)
        {
            await NotifyIntegrationsAsync(ours, cancellationToken);
        }
        return failure;
    }

    /// <summary>Records an alert, and leaves it to the message in which a sweep reports all rules that turned.</summary>
    /// <returns>True if it belongs into this guard's message.</returns>
    public async Task<bool> DeferAsync(Incident incident, CancellationToken cancellationToken)
    {
        channels.SentAlerts.Remember(incident);
        if (!await recorder.EndAsync(incident, retry.NextToken(), cancellationToken))
        {
            return false;
        }
        await channels.Log.RecordAsync(incident, steps.RequestId, cancellationToken);
        await NotifyIntegrationsAsync(IncidentNotification.For(incident), cancellationToken);
        await recorder.DeferAsync(incident, cancellationToken);
        return true;
    }

    /// <summary>Notifies people, in one message, of rules that turned.</summary>
    /// <param name="incidents">The alerts about their groups. None for no message.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Why people weren't notified; null if they were.</returns>
    public async Task<CallFailure?> NotifyOfTurnedAsync(ImmutableArray<Incident> incidents, CancellationToken cancellationToken) =>
        incidents.IsEmpty ? null : await SendAsync(TurnedNotification.For(incidents), incidents, retry.NextToken(), cancellationToken);

    /// <summary>Records how an incident ended, and notifies people, unless another guard does or they know of the fight already.</summary>
    /// <returns>Why people weren't notified; null if they were, or if this guard need not notify them.</returns>
    public async Task<CallFailure?> NotifyAsync(Incident incident, CancellationToken cancellationToken)
    {
        var lease = retry.NextToken();
        var isOurs = await recorder.EndAsync(incident, lease, cancellationToken);
        var failure = isOurs ? await SendAsync(incident, lease, cancellationToken) : null;
        if (incident.Outcome == IncidentOutcome.Alerted)
        {
            channels.SentAlerts.Remember(incident);
        }
        return failure;
    }

    /// <summary>Notifies people, once an hour, that a budget of an account and region has no room left.</summary>
    public async Task<CallFailure?> NotifyOfLimitAsync(
        AccountRegion accountRegion, ChangeBudget budget, CancellationToken cancellationToken)
    {
        if (!await limiter.IsFirstBeyondAsync(accountRegion, budget, cancellationToken))
        {
            return null;
        }
        var notification = LimitNotification.For(accountRegion.Account, accountRegion.Region, limiter.ChangesPerHour, budget);
        return await NotifyAsync(notification, cancellationToken);
    }

    /// <summary>
    /// Notifies people of what was left to digests: each fight once an hour, because a sweep comes by as often. Then come rules that
    /// turned and that an earlier sweep didn't report.
    /// </summary>
    /// <param name="unfinished">Unfinished incidents; those that aren't left to a digest are skipped.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<CallFailure?> SendDigestsAsync(ImmutableArray<IncidentEntry> unfinished, CancellationToken cancellationToken)
    {
        CallFailure? failure = null;
        var inDigests = unfinished.Where(entry => entry.IsInDigest).Select(entry => entry.Incident)
            .ToLookup(incident => incident.Outcome == IncidentOutcome.Alerted);
        foreach (var fight in inDigests[false].GroupBy(ChangeLimiter.FightKey))
        {
            if (await limiter.IsDigestDueAsync(fight.First(), cancellationToken))
            {
                failure = await SendDigestAsync(fight, FightNotification.Digest, cancellationToken) ?? failure;
            }
        }
        foreach (var turned in inDigests[true].GroupBy(incident => incident.AccountRegion))
        {
            failure = await SendDigestAsync(turned, TurnedNotification.For, cancellationToken) ?? failure;
        }
        return failure;
    }

    private async Task<CallFailure?> SendAsync(Incident incident, string lease, CancellationToken cancellationToken)
    {
        await channels.Log.RecordAsync(incident, steps.RequestId, cancellationToken);
        if (!await limiter.IsFailureDueAsync(incident, cancellationToken))
        {
            await NotifyIntegrationsAsync(IncidentNotification.For(incident), cancellationToken);
            await recorder.MarkNotifiedAsync(incident, cancellationToken);
            return null;
        }
        var round = incident.Outcome == IncidentOutcome.Reverted ? await limiter.CountAsync(incident, cancellationToken) : FightRound.None;
        var notification = IncidentNotification.For(incident);
        switch (round)
        {
            case FightRound.Later:
                await NotifyIntegrationsAsync(notification, cancellationToken);
                await recorder.DeferAsync(incident, cancellationToken);
                return null;
            case FightRound.First:
                await limiter.IsDigestDueAsync(incident, cancellationToken); // starts the digest's hour
                await NotifyIntegrationsAsync(notification, cancellationToken);
                return await SendAsync(FightNotification.For(incident, limiter.FightsAfter), [incident], lease, cancellationToken);
            default:
                return await SendAsync(notification, [incident], lease, cancellationToken);
        }
    }

    private async Task<CallFailure?> SendDigestAsync(
        IEnumerable<Incident> incidents, Func<IReadOnlyList<Incident>, Notification> write, CancellationToken cancellationToken)
    {
        var (ours, lease) = (new List<Incident>(), retry.NextToken());
        foreach (var incident in incidents)
        {
            if (await recorder.EndAsync(incident, lease, cancellationToken))
            {
                ours.Add(incident);
            }
        }
        return ours.Count == 0 ? null : await SendAsync(write(ours), [.. ours], lease, cancellationToken);
    }

    private async Task<CallFailure?> SendAsync(
        Notification? notification, ImmutableArray<Incident> incidents, string lease, CancellationToken cancellationToken)
    {
        var ours = notification is null ? null : notification with { RequestId = steps.RequestId };
        var integrations = NotifyIntegrationsAsync(ours, cancellationToken);
        ImmutableArray<Incident> bare = [.. incidents.Select(incident => incident.WithoutTags())]; // they may wait for long
        var envelope = ours is null ? null : new Envelope(ours, lease) { Incidents = bare, Integrations = integrations };
        var failure = await SendAsync(envelope, cancellationToken);
        await integrations;
        if (ours is not null)
        {
            steps.Notified(ours, failure);
        }
        return failure;
    }

    private async Task<CallFailure?> SendAsync(Envelope? envelope, CancellationToken cancellationToken)
    {
        CallFailure? failure = null;
        var sentNow = new HashSet<(string Id, IncidentOutcome Outcome)>();
        var marks = new List<Task>(); // beside the sending: people don't wait for integrations
        await foreach (var result in channels.People.SendAsync(
            envelope, retry, waiting => IsDueAsync(waiting, sentNow, cancellationToken), cancellationToken))
        {
            if (result.TryGet(out var sent, out failure))
            {
                sentNow.UnionWith(sent.Incidents.Select(static incident => (incident.Id, incident.Outcome)));
                marks.Add(MarkNotifiedAsync(sent, cancellationToken));
            }
        }
        await Task.WhenAll(marks);
        return failure;
    }

    // another process may have kept the same message, or this one resumes the same incident
    private async Task<bool> IsDueAsync(
        Envelope waiting, HashSet<(string Id, IncidentOutcome Outcome)> sent, CancellationToken cancellationToken)
    {
        var isDue = waiting.Incidents.IsEmpty;
        foreach (var incident in waiting.Incidents)
        {
            isDue |= !sent.Contains((incident.Id, incident.Outcome))
                && await recorder.IsDueAsync(incident, waiting.Lease, cancellationToken);
        }
        return isDue;
    }

    // once people and integrations both were notified: a guard that dies in between sends again, rather than never
    private async Task MarkNotifiedAsync(Envelope sent, CancellationToken cancellationToken)
    {
        // an earlier invocation's may have been cancelled
        await sent.Integrations.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await Task.WhenAll(sent.Incidents.Select(incident => recorder.MarkNotifiedAsync(incident, cancellationToken)));
    }

    private async Task NotifyIntegrationsAsync(Notification? notification, CancellationToken cancellationToken)
    {
        if (await channels.Integrations.SendAsync(notification, _briefly, cancellationToken) is { } failure)
        {
            Interlocked.CompareExchange(ref _integrationFailure, failure, null); // several are notified at once: none clears it
        }
    }
}
