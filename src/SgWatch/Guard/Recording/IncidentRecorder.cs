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
    private const int MaxTaken = 20; // incidents of one group within two hours
    private const int MaxCharacters = 16_000_000; // of the incidents that are read at once, two bytes each
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
        var (isDone, marks) = await TryAsync(
            retry.RunAsync(token => record.MarksAsync(key.Group, key.SortedAt, token), cancellationToken));
        return isDone && marks.Any(mark => mark.Guards > 1 && mark.Key == key);
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
        var (isDone, known) = await TryAsync(_briefly.RunAsync(token => record.ReadAsync(key, token), cancellationToken));
        if (!isDone)
        {
            return true;
        }
        var isSame = known?.Incident.Outcome == ended.Outcome; // then the record has it in full, with the tags of its rules
        return known is not null && !isSame && known.Incident.Outcome != IncidentOutcome.Intended
            ? known.Notified != ended.Outcome // it ended otherwise since: that end isn't overwritten
            : known?.Notified != ended.Outcome && await EndAsync(isSame ? known!.Incident : ended, lease, cancellationToken);
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
        AccountRegion accountRegion, string groupId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var key = IncidentKey.GroupOf(accountRegion, groupId);
        var (isDone, marks) = await TryAsync(
            _briefly.RunAsync(token => record.MarksAsync(key, now - Recently, token), cancellationToken));
        return isDone
            ? await ReadAsync(marks, mark => (mark with { LeaseUntil = default }).IsUnfinished(now), cancellationToken)
            : [];
    }

    /// <summary>The ids of a group's rules that a guard took away since a time, or set out to take away.</summary>
    /// <remarks>It reads one incident at a time, the latest first, and at most <see cref="MaxTaken"/>: each may be large.</remarks>
    /// <param name="accountRegion">Where the group is.</param>
    /// <param name="groupId">The group.</param>
    /// <param name="since">The earliest time.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Empty if the record doesn't answer.</returns>
    public async Task<ImmutableHashSet<string>> TakenSinceAsync(
        AccountRegion accountRegion, string groupId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var key = IncidentKey.GroupOf(accountRegion, groupId);
        var (isDone, marks) = await TryAsync(_briefly.RunAsync(token => record.MarksAsync(key, since, token), cancellationToken));
        var latest = isDone ? marks.OrderByDescending(mark => mark.Key.Sort, StringComparer.Ordinal).Take(MaxTaken) : [];
        var taken = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var mark in latest)
        {
            var (isRead, entry) = await TryAsync(_briefly.RunAsync(token => record.ReadAsync(mark.Key, token), cancellationToken));
            if (isRead && entry is { Incident: var incident })
            {
                taken.UnionWith(incident.Revoked.Concat(incident.Planned.Revoke).Select(rule => rule.SecurityGroupRuleId).OfType<string>());
            }
        }
        return taken.ToImmutable();
    }

    /// <summary>The unfinished incidents of recent days, wherever they are, oldest first.</summary>
    /// <remarks>It holds at most <see cref="MaxCharacters"/> of them. A later sweep finds the rest.</remarks>
    /// <param name="now">The time.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<ImmutableArray<IncidentEntry>> UnfinishedAsync(DateTimeOffset now, int max, CancellationToken cancellationToken)
    {
        var marks = new List<IncidentMark>();
        for (var at = now; at > now - Recently; at -= TimeSpan.FromDays(1))
        {
            var day = DateOnly.FromDateTime(at.UtcDateTime);
            var (isDone, found) = await TryAsync(
                _briefly.RunAsync(token => record.UnnotifiedAsync(day, max, token), cancellationToken));
            marks.AddRange(isDone ? found : []);
        }
        var unfinished = marks.Where(mark => mark.IsUnfinished(now)).OrderBy(mark => mark.Key.Sort, StringComparer.Ordinal).Take(max);
        var entries = await ReadAsync(unfinished, mark => mark.IsUnfinished(now), cancellationToken);
        return [.. entries.OrderBy(entry => entry.Incident.StartedAt)];
    }

    // one after the other, and only so many: they may be of groups to which somebody has given all the text that EC2 takes
    private async Task<ImmutableArray<IncidentEntry>> ReadAsync(
        IEnumerable<IncidentMark> marks, Func<IncidentMark, bool> isUnfinished, CancellationToken cancellationToken)
    {
        var entries = ImmutableArray.CreateBuilder<IncidentEntry>();
        var characters = 0L;
        foreach (var mark in marks.Where(isUnfinished))
        {
            if (characters > MaxCharacters)
            {
                break;
            }
            var (isDone, entry) = await TryAsync(_briefly.RunAsync(token => record.ReadAsync(mark.Key, token), cancellationToken));
            if (isDone && entry is not null && entry.Incident.Undoes is null && isUnfinished(entry.Mark))
            {
                entries.Add(entry);
                characters += IncidentSize.Characters(entry.Incident);
            }
        }
        return entries.ToImmutable();
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
