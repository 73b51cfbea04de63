using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Retrying;
using SgWatch.Incidents;
using SgWatch.Rules;

namespace SgWatch.Guard.Recording;

/// <summary>What one invocation writes into the record. The record never stops the guard: what can't be written is told, and the work goes on.</summary>
/// <param name="record">The record.</param>
/// <param name="retry">How often the writes after the change are tried.</param>
/// <param name="quick">How often the write before it is tried: the group stands open meanwhile.</param>
/// <param name="until">When this invocation is over, whatever happens.</param>
internal sealed class IncidentRecorder(IIncidentRecord record, Retry retry, Retry quick, DateTimeOffset until)
{
    private const int MaxIds = 5; // of incidents with the same events: one, unless an event is handed in again and again
    private static readonly TimeSpan Recently = TimeSpan.FromDays(2);

    /// <summary>The first write that failed; null if none did.</summary>
    public CallFailure? Failure { get; private set; }

    /// <summary>Writes down what is about to be changed, or joins the guard that did so before.</summary>
    /// <returns>The incident to go on with, and whether another guard may have changed something for it already.</returns>
    public async Task<(Incident Begun, bool IsJoined)> BeginAsync(Incident intended, CancellationToken cancellationToken)
    {
        for (var i = 0; i < MaxIds; i++)
        {
            var (isDone, before) = await TryAsync(
                quick.RunAsync((idempotencyToken, token) => record.BeginAsync(intended, until, idempotencyToken, token), cancellationToken));
            if (!isDone || before is null)
            {
                return (intended, false);
            }
            if (IsSame(before, intended))
            {
                return (before.Incident with { Outcome = IncidentOutcome.Intended, Failure = null }, true);
            }
            intended = intended with { Id = IncidentId.After(intended.Id) };
        }
        return (intended, false);
    }

    /// <summary>Whether the change that stands in the record is the one that is about to be made, and not an earlier one of the same events.</summary>
    private static bool IsSame(IncidentEntry known, Incident intended) => known.Incident.Outcome is IncidentOutcome.Intended or IncidentOutcome.Failed
        && intended.Planned.Revoke.All(rule => known.Incident.Planned.Revoke.Any(other => other.SecurityGroupRuleId == rule.SecurityGroupRuleId))
        && intended.Planned.Authorize.All(rule => known.Incident.Planned.Authorize.Any(rule.HasSameTraffic));

    /// <summary>Takes back what was begun; what can't be asked is taken for withdrawn.</summary>
    public async Task<Withdrawal> WithdrawAsync(Incident intended, CancellationToken cancellationToken) =>
        (await TryAsync(retry.RunAsync(token => record.WithdrawAsync(intended, token), cancellationToken))).Value;

    /// <summary>Whether another guard has set out to make the same change.</summary>
    public async Task<bool> IsSharedAsync(Incident begun, CancellationToken cancellationToken)
    {
        var key = IncidentKey.Of(begun);
        var (isDone, entries) = await TryAsync(retry.RunAsync(token => record.HistoryAsync(key.Group, begun.StartedAt - Recently, token), cancellationToken));
        return isDone && entries.Any(entry => entry.Guards > 1 && IncidentKey.Of(entry.Incident) == key);
    }

    /// <summary>Writes how it ended.</summary>
    /// <returns>Whether this guard is to tell people: also where the record can't say.</returns>
    public async Task<bool> EndAsync(Incident ended, CancellationToken cancellationToken)
    {
        var (isDone, isOwn) = await TryAsync(
            retry.RunAsync((idempotencyToken, token) => record.EndAsync(ended, until, idempotencyToken, token), cancellationToken));
        return !isDone || isOwn;
    }

    /// <summary>Leaves it to a digest to tell people.</summary>
    public Task DeferAsync(Incident ended, CancellationToken cancellationToken) =>
        TryAsync(retry.RunAsync(token => record.DeferAsync(ended, token), cancellationToken));

    public Task MarkNotifiedAsync(Incident told, CancellationToken cancellationToken) =>
        TryAsync(retry.RunAsync(token => record.MarkNotifiedAsync(told, token), cancellationToken));

    /// <summary>The rules that the guard itself added to a group of late, as it added them.</summary>
    public async Task<ImmutableArray<SecurityGroupRule>> AddedAsync(SecurityGroup group, DateTimeOffset now, CancellationToken cancellationToken) =>
        [.. (await HistoryAsync(group.OwnerId, group.Region, group.GroupId, now, cancellationToken))
            .Select(entry => entry.Incident).Where(incident => incident.Undoes is null)
            .SelectMany(incident => incident.Outcome == IncidentOutcome.Intended ? incident.Planned.Authorize : incident.Authorized)];

    /// <summary>What was left behind of a group of late.</summary>
    /// <param name="place">The group, as an event names it.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <remarks>The message was handed over again, so whoever had it is done with it, or dead.</remarks>
    public async Task<IEnumerable<IncidentEntry>> UnfinishedAsync((string? Account, string? Region, string GroupId) place, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await HistoryAsync(place.Account, place.Region, place.GroupId, now, cancellationToken)).Where(entry => entry.Incident.Undoes is null && (entry with { LeaseUntil = default }).IsUnfinished(now));

    /// <summary>What was left behind anywhere of late, oldest first.</summary>
    public async Task<ImmutableArray<IncidentEntry>> UnfinishedAsync(DateTimeOffset now, int max, CancellationToken cancellationToken)
    {
        var entries = new List<IncidentEntry>();
        for (var at = now; at > now - Recently; at -= TimeSpan.FromDays(1))
        {
            var day = DateOnly.FromDateTime(at.UtcDateTime);
            var (isDone, found) = await TryAsync(retry.RunAsync(token => record.DayAsync(day, isUntold: true, max, token), cancellationToken));
            entries.AddRange(isDone ? found : []);
        }
        return [.. entries.Where(entry => entry.Incident.Undoes is null && entry.IsUnfinished(now)).OrderBy(entry => entry.Incident.StartedAt).Take(max)];
    }

    private async Task<ImmutableArray<IncidentEntry>> HistoryAsync(string? account, string? region, string groupId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (isDone, entries) = await TryAsync(
            retry.RunAsync(token => record.HistoryAsync(IncidentKey.GroupOf(account, region, groupId), now - Recently, token), cancellationToken));
        return isDone ? entries : [];
    }

    private async Task<(bool IsDone, T? Value)> TryAsync<T>(Task<CallResult<T>> call)
    {
        switch (await call)
        {
            case CallResult<T>.Ok(var value):
                return (true, value);
            case CallResult<T>.Failed(var failure):
                Failure ??= failure;
                return (false, default);
            default:
                throw new System.Diagnostics.UnreachableException("A call neither succeeded nor failed.");
        }
    }
}
