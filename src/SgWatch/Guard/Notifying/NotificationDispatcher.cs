using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Guard.Limiting;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Recording;
using SgWatch.Guard.Retrying;
using SgWatch.Incidents;

namespace SgWatch.Guard.Notifying;

/// <summary>Tells people and machines of incidents, each once: of all guards that handled the same events, the one that ended it.</summary>
/// <param name="log">Where every incident is written first.</param>
/// <param name="outbox">The way to people.</param>
/// <param name="machines">The machines that are told too.</param>
/// <param name="told">The alerts that people were sent.</param>
/// <param name="recorder">Knows who is to tell.</param>
/// <param name="limiter">Knows what people need not be told again.</param>
/// <param name="retry">How often people are tried.</param>
/// <param name="quick">How often machines are tried.</param>
internal sealed class NotificationDispatcher(
    IIncidentLog log, Outbox outbox, Integrations machines, SentAlerts told, IncidentRecorder recorder, ChangeLimiter limiter, Retry retry, Retry quick)
{
    /// <summary>Why a machine wasn't told of something; null if all were of everything.</summary>
    public CallFailure? IntegrationFailure { get; private set; }

    /// <summary>Whether it is an alert that this process sent within the last day.</summary>
    public bool IsTold(Incident incident) => incident.Outcome == IncidentOutcome.Alerted && told.IsTold(incident);

    /// <summary>Sends a message that belongs to no incident, or null, and what still waits.</summary>
    /// <returns>Why people weren't told; null if they were.</returns>
    public Task<CallFailure?> TellAsync(Notification? notification, CancellationToken cancellationToken) =>
        SendAsync(notification, _ => Task.CompletedTask, cancellationToken);

    /// <summary>Writes how an incident ended, and tells people, unless another guard does, or they know of the fight that it is a part of.</summary>
    /// <returns>Why people weren't told; null if they were, or are another's to tell.</returns>
    public async Task<CallFailure?> TellAsync(Incident incident, CancellationToken cancellationToken)
    {
        var untold = await recorder.EndAsync(incident, cancellationToken) ? await SendAsync(incident, cancellationToken) : null;
        if (incident.Outcome == IncidentOutcome.Alerted)
        {
            told.Remember(incident);
        }
        return untold;
    }

    /// <summary>Tells people, once an hour, that the guard only reports in an account and region.</summary>
    public async Task<CallFailure?> TellLimitAsync(Incident incident, CancellationToken cancellationToken) =>
        await limiter.IsFirstBeyondAsync(incident, cancellationToken)
            ? await TellAsync(LimitNotification.For(incident.Account, incident.Region, limiter.ChangesPerHour), cancellationToken)
            : null;

    /// <summary>Tells people what fights left untold, each fight once an hour: a sweep comes by as often.</summary>
    public async Task<CallFailure?> DigestAsync(ImmutableArray<IncidentEntry> unfinished, CancellationToken cancellationToken)
    {
        CallFailure? untold = null;
        foreach (var fight in unfinished.Where(entry => entry.IsInDigest).Select(entry => entry.Incident).GroupBy(ChangeLimiter.FightKey))
        {
            if (await limiter.IsDigestDueAsync(fight.First(), cancellationToken))
            {
                untold = await DigestAsync(fight, cancellationToken) ?? untold;
            }
        }
        return untold;
    }

    private async Task<CallFailure?> SendAsync(Incident incident, CancellationToken cancellationToken)
    {
        await log.RecordAsync(incident, cancellationToken);
        var round = incident.Outcome == IncidentOutcome.Reverted ? await limiter.CountAsync(incident, cancellationToken) : FightRound.None;
        var notification = IncidentNotification.For(incident);
        switch (round)
        {
            case FightRound.Later:
                await TellMachinesAsync(notification, cancellationToken);
                await recorder.DeferAsync(incident, cancellationToken);
                return null;
            case FightRound.First:
                await limiter.IsDigestDueAsync(incident, cancellationToken); // which it is again an hour from now
                await TellMachinesAsync(notification, cancellationToken);
                return await SendAsync(
                    FightNotification.For(incident, limiter.FightsAfter), token => recorder.MarkNotifiedAsync(incident, token), cancellationToken);
            default:
                return await SendAsync(notification, token => recorder.MarkNotifiedAsync(incident, token), cancellationToken);
        }
    }

    private async Task<CallFailure?> DigestAsync(IEnumerable<Incident> fight, CancellationToken cancellationToken)
    {
        var own = new List<Incident>();
        foreach (var incident in fight)
        {
            if (await recorder.EndAsync(incident, cancellationToken))
            {
                own.Add(incident);
            }
        }
        return own.Count == 0 ? null : await SendAsync(
            FightNotification.Digest(own), token => Task.WhenAll(own.Select(incident => recorder.MarkNotifiedAsync(incident, token))), cancellationToken);
    }

    // told is what both were: killed in between, the guard tells again rather than never
    private async Task<CallFailure?> SendAsync(Notification? notification, Func<CancellationToken, Task> onTold, CancellationToken cancellationToken)
    {
        var toMachines = TellMachinesAsync(notification, cancellationToken);
        var untold = await outbox.SendAsync(notification, OnSentAsync, retry, cancellationToken);
        await toMachines;
        return untold;

        async Task OnSentAsync(CancellationToken token)
        {
            await toMachines;
            await onTold(token);
        }
    }

    private async Task TellMachinesAsync(Notification? notification, CancellationToken cancellationToken) =>
        IntegrationFailure = await machines.SendAsync(notification, quick, cancellationToken) ?? IntegrationFailure;
}
