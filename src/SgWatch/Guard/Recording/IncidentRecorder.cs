using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Retrying;
using SgWatch.Incidents;

namespace SgWatch.Guard.Recording;

/// <summary>
/// Writes one invocation's incidents into the record. The record never stops the guard: a failed write is reported, and the work goes on.
/// </summary>
/// <param name="record">The record.</param>
/// <param name="retry">Tries again; the write before a change only briefly, because the group is open meanwhile.</param>
/// <param name="toRecord">Keeps what ended while the record didn't answer. It outlives the invocation.</param>
/// <param name="leaseUntil">When this invocation is over, whatever happens.</param>
internal sealed class IncidentRecorder(IIncidentRecord record, Retry retry, IncidentsToRecord toRecord, DateTimeOffset leaseUntil)
{
    private const int MaxIds = 5; // of incidents with the same events: one, unless an event is delivered again and again
    private static readonly TimeSpan Recently = TimeSpan.FromDays(2);

    private readonly Retry _briefly = retry.Briefly();

    /// <summary>The first write that failed; null if none did.</summary>
    public CallFailure? Failure { get; private set; }

    /// <summary>Writes what is about to be changed, or joins the guard that wrote the same before.</summary>
    /// <returns>The incident to go on with, and whether another guard may have changed something for it already.</returns>
    public async Task<(Incident Begun, bool IsJoined)> BeginAsync(Incident intended, CancellationToken cancellationToken)
    {
        for (var i = 0; i < MaxIds; i++)
        {
            var (isDone, before) = await TryAsync(_briefly.RunAsync(
                (idempotencyToken, token) => record.BeginAsync(intended, leaseUntil, idempotencyToken, token), cancellationToken));
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

    /// <summary>Takes back what was begun and came to nothing. If the record doesn't answer, it counts as withdrawn.</summary>
    public async Task<Withdrawal> WithdrawAsync(Incident intended, CancellationToken cancellationToken) =>
        (await TryAsync(retry.RunAsync(token => record.WithdrawAsync(intended, token), cancellationToken))).Value;

    /// <summary>True if another guard has set out to make the same change.</summary>
    public async Task<bool> IsSharedAsync(Incident begun, CancellationToken cancellationToken)
    {
        var key = IncidentKey.Of(begun);
        var (isDone, entries) = await TryAsync(
            retry.RunAsync(token => record.HistoryAsync(key.Group, begun.StartedAt - Recently, token), cancellationToken));
        return isDone && entries.Any(entry => entry.Guards > 1 && IncidentKey.Of(entry.Incident) == key);
    }

    /// <summary>
    /// True if a message that waited is still to be sent: people weren't notified of this outcome, and no other guard notifies them now.
    /// </summary>
    /// <param name="ended">The incident.</param>
    /// <param name="lease">The lease under which its end was written.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<bool> IsDueAsync(Incident ended, string lease, CancellationToken cancellationToken)
    {
        var key = IncidentKey.Of(ended);
        var (isDone, entries) = await TryAsync(
            _briefly.RunAsync(token => record.HistoryAsync(key.Group, ended.StartedAt - Recently, token), cancellationToken));
        if (!isDone)
        {
            return true;
        }
        var known = entries.FirstOrDefault(entry => IncidentKey.Of(entry.Incident) == key);
        return known is not null && known.Incident.Outcome != ended.Outcome && known.Incident.Outcome != IncidentOutcome.Intended
            ? known.Notified != ended.Outcome // it ended otherwise since: that end isn't overwritten
            : known?.Notified != ended.Outcome && await EndAsync(ended, lease, cancellationToken);
    }

    /// <summary>Writes how an incident ended, and takes the lease of notifying people.</summary>
    /// <param name="ended">The incident.</param>
    /// <param name="lease">The lease's name. Whoever took it may take it again.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <returns>True if this guard is to notify people; also if the record doesn't answer.</returns>
    public async Task<bool> EndAsync(Incident ended, string lease, CancellationToken cancellationToken)
    {
        var (isDone, isOurs) = await TryAsync(
            retry.RunAsync(token => record.EndAsync(ended, leaseUntil, lease, token), cancellationToken));
        if (!isDone)
        {
            toRecord.Keep(ended, lease);
        }
        return !isDone || isOurs;
    }

    /// <summary>Writes what ended while the record didn't answer. It stops at the first failure.</summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        foreach (var waiting in toRecord.All())
        {
            var written = await _briefly.RunAsync(
                token => record.EndAsync(waiting.Incident, leaseUntil, waiting.Lease, token), cancellationToken);
            if (!written.TryGet(out var isOurs, out _))
            {
                return;
            }
            toRecord.Remove(waiting);
            if (isOurs && waiting.IsNotified)
            {
                await MarkNotifiedAsync(waiting.Incident, cancellationToken);
            }
        }
    }

    /// <summary>Leaves it to a digest to notify people.</summary>
    public Task DeferAsync(Incident ended, CancellationToken cancellationToken) =>
        TryAsync(retry.RunAsync(token => record.DeferAsync(ended, token), cancellationToken));

    /// <summary>Marks that people were notified, or that there is nothing to notify them of.</summary>
    public async Task MarkNotifiedAsync(Incident incident, CancellationToken cancellationToken)
    {
        toRecord.NoteNotified(incident);
        await TryAsync(retry.RunAsync(token => record.MarkNotifiedAsync(incident, token), cancellationToken));
    }

    /// <summary>
    /// A group's unfinished incidents of recent days. Leases don't count: whoever held the message is done with it, or dead.
    /// </summary>
    /// <param name="accountRegion">Where the group is, as an event names it.</param>
    /// <param name="groupId">The group.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<ImmutableArray<IncidentEntry>> UnfinishedAsync(
        AccountRegion accountRegion, string groupId, DateTimeOffset now, CancellationToken cancellationToken) =>
        [
            .. (await HistoryAsync(accountRegion, groupId, now, cancellationToken))
                .Where(entry => entry.Incident.Undoes is null && (entry with { LeaseUntil = default }).IsUnfinished(now)),
        ];

    /// <summary>The unfinished incidents of recent days, wherever they are, oldest first.</summary>
    /// <param name="now">The time.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<ImmutableArray<IncidentEntry>> UnfinishedAsync(DateTimeOffset now, int max, CancellationToken cancellationToken)
    {
        var entries = new List<IncidentEntry>();
        for (var at = now; at > now - Recently; at -= TimeSpan.FromDays(1))
        {
            var day = DateOnly.FromDateTime(at.UtcDateTime);
            var (isDone, found) = await TryAsync(
                retry.RunAsync(token => record.DayAsync(day, isUnnotified: true, max, token), cancellationToken));
            entries.AddRange(isDone ? found : []);
        }
        return
        [
            .. entries.Where(entry => entry.Incident.Undoes is null && entry.IsUnfinished(now))
                .OrderBy(entry => entry.Incident.StartedAt).Take(max),
        ];
    }

    private async Task<ImmutableArray<IncidentEntry>> HistoryAsync(
        AccountRegion accountRegion, string groupId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var key = IncidentKey.GroupOf(accountRegion, groupId);
        var (isDone, entries) = await TryAsync(retry.RunAsync(token => record.HistoryAsync(key, now - Recently, token), cancellationToken));
        return isDone ? entries : [];
    }

    // false for an earlier change of the same events, which has an entry of its own
    private static bool IsSame(IncidentEntry known, Incident intended)
    {
        var planned = known.Incident.Planned;
        return known.Incident.Outcome is IncidentOutcome.Intended or IncidentOutcome.Failed
            && intended.Planned.Revoke.All(rule => planned.Revoke.Any(other => other.SecurityGroupRuleId == rule.SecurityGroupRuleId))
            && intended.Planned.Authorize.All(rule => planned.Authorize.Any(rule.HasSameTraffic));
    }

    private async Task<(bool IsDone, T? Value)> TryAsync<T>(Task<CallResult<T>> call)
    {
        if ((await call).TryGet(out var value, out var failure))
        {
            return (true, value);
        }
        Failure ??= failure;
        return (false, default);
    }
}
