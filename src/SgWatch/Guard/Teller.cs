using System.Collections.Immutable;
using SgWatch.Incidents;

namespace SgWatch.Guard;

/// <summary>Tells people of incidents, each once: of all guards that handled the same events, the one that ended it.</summary>
internal sealed class Teller(IIncidentLog log, Outbox outbox, ToldAlerts told, Recorder recorder, Limiter limiter, Retry retry)
{
    /// <summary>Whether it is an alert that this process sent within the last day.</summary>
    public bool IsTold(Incident incident) => incident.Outcome == IncidentOutcome.Alerted && told.IsTold(incident);

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
            ? await outbox.SendAsync(
                LimitNotification.For(incident.Account, incident.Region, limiter.ChangesPerHour), _ => Task.CompletedTask, retry, cancellationToken)
            : null;

    /// <summary>Tells people what fights left untold, each fight once an hour: a sweep comes by as often.</summary>
    public async Task<CallFailure?> DigestAsync(ImmutableArray<IncidentEntry> leftBehind, CancellationToken cancellationToken)
    {
        CallFailure? untold = null;
        foreach (var fight in leftBehind.Where(entry => entry.IsInDigest).Select(entry => entry.Incident).GroupBy(Limiter.FightKey))
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
        switch (round)
        {
            case FightRound.Later:
                await recorder.DeferAsync(incident, cancellationToken);
                return null;
            case FightRound.First:
                await limiter.IsDigestDueAsync(incident, cancellationToken); // which it is again an hour from now
                return await outbox.SendAsync(
                    FightNotification.For(incident, limiter.FightsAfter), token => recorder.ToldAsync(incident, token), retry, cancellationToken);
            default:
                return await outbox.SendAsync(IncidentNotification.For(incident), token => recorder.ToldAsync(incident, token), retry, cancellationToken);
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
        return own.Count == 0 ? null : await outbox.SendAsync(
            FightNotification.Digest(own), token => Task.WhenAll(own.Select(incident => recorder.ToldAsync(incident, token))), retry, cancellationToken);
    }
}
