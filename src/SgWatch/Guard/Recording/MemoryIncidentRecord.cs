using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;

namespace SgWatch.Guard.Recording;

/// <summary>A record that lives as long as the process: for the lab, for tests, and for a function without a table.</summary>
/// <param name="time">The clock.</param>
/// <param name="max">The most incidents it holds; past that it forgets the oldest.</param>
public sealed class MemoryIncidentRecord(TimeProvider time, int max = 10_000) : IIncidentRecord
{
    private readonly Lock _lock = new();
    private readonly OrderedDictionary<IncidentKey, IncidentEntry> _entries = [];

    /// <inheritdoc/>
    public Task<CallResult<IncidentEntry?>> BeginAsync(
        Incident intended, DateTimeOffset until, string idempotencyToken, CancellationToken cancellationToken) =>
        Locked(() =>
        {
            var key = IncidentKey.Of(intended);
            var known = _entries.GetValueOrDefault(key);
            var entry = known ?? new(intended);
            Put(key, entry with { LeaseUntil = until, StartTokens = entry.StartTokens.Add(idempotencyToken) });
            return known?.Before(idempotencyToken);
        });

    /// <inheritdoc/>
    public Task<CallResult<bool>> EndAsync(
        Incident ended, DateTimeOffset until, string idempotencyToken, CancellationToken cancellationToken) =>
        Locked(() =>
        {
            var key = IncidentKey.Of(ended);
            var known = _entries.GetValueOrDefault(key);
            if (known is not null && (known.Notified == ended.Outcome || IsLeasedByAnother(known, idempotencyToken)))
            {
                return false;
            }
            var entry = known ?? new(ended);
            Put(key, entry with { Incident = ended, NotificationLeaseUntil = until, NotificationLeaseToken = idempotencyToken });
            return true;
        });

    /// <inheritdoc/>
    public Task<CallResult<Done>> MarkNotifiedAsync(Incident ended, CancellationToken cancellationToken) =>
        EndLeaseAsync(ended, known => known with { Notified = ended.Outcome });

    /// <inheritdoc/>
    public Task<CallResult<Done>> DeferAsync(Incident ended, CancellationToken cancellationToken) =>
        EndLeaseAsync(ended, known => known with { IsInDigest = true });

    /// <inheritdoc/>
    public Task<CallResult<Withdrawal>> WithdrawAsync(Incident intended, CancellationToken cancellationToken) => Locked(() =>
    {
        var key = IncidentKey.Of(intended);
        switch (_entries.GetValueOrDefault(key))
        {
            case { Incident.Outcome: not IncidentOutcome.Intended }:
                return Withdrawal.Ended;
            case { Guards: > 1 }:
                return Withdrawal.Shared;
            default:
                _entries.Remove(key);
                return Withdrawal.Withdrawn;
        }
    });

    /// <inheritdoc/>
    public Task<CallResult<ImmutableArray<IncidentEntry>>> HistoryAsync(
        string group, DateTimeOffset since, CancellationToken cancellationToken) =>
        Locked<ImmutableArray<IncidentEntry>>(() =>
        [
            .. _entries
                .Where(entry => entry.Key.Group == group && string.CompareOrdinal(entry.Key.Sort, IncidentKey.Time(since)) >= 0)
                .OrderBy(entry => entry.Key.Sort, StringComparer.Ordinal).Select(entry => entry.Value),
        ]);

    /// <inheritdoc/>
    public Task<CallResult<ImmutableArray<IncidentEntry>>> DayAsync(
        DateOnly day, bool isUnnotified, int most, CancellationToken cancellationToken) =>
        Locked<ImmutableArray<IncidentEntry>>(() =>
        [
            .. _entries.Values
                .Where(entry => DateOnly.FromDateTime(entry.Incident.StartedAt.UtcDateTime) == day)
                .Where(entry => !isUnnotified || entry.Notified is null)
                .OrderByDescending(entry => entry.Incident.StartedAt).Take(most),
        ]);

    /// <inheritdoc/>
    public Task<CallResult<IncidentEntry?>> FindAsync(DateOnly day, string id, CancellationToken cancellationToken) =>
        Locked(() => _entries.Values.FirstOrDefault(entry =>
            entry.Incident.Id == id && DateOnly.FromDateTime(entry.Incident.StartedAt.UtcDateTime) == day));

    /// <inheritdoc/>
    public Task<CallResult<IncidentEntry?>> ReadAsync(IncidentKey key, CancellationToken cancellationToken) =>
        Locked(() => _entries.GetValueOrDefault(key));

    private bool IsLeasedByAnother(IncidentEntry known, string idempotencyToken) =>
        known.NotificationLeaseUntil >= time.GetUtcNow() && known.NotificationLeaseToken != idempotencyToken;

    private Task<CallResult<Done>> EndLeaseAsync(Incident incident, Func<IncidentEntry, IncidentEntry> change) => Locked(() =>
    {
        var key = IncidentKey.Of(incident);
        if (_entries.TryGetValue(key, out var known))
        {
            _entries[key] = change(known) with { NotificationLeaseUntil = default, NotificationLeaseToken = null };
        }
        return default(Done);
    });

    private void Put(IncidentKey key, IncidentEntry entry)
    {
        if (!_entries.ContainsKey(key) && _entries.Count == max)
        {
            _entries.RemoveAt(0);
        }
        _entries[key] = entry;
    }

    private Task<CallResult<T>> Locked<T>(Func<T> work)
    {
        lock (_lock)
        {
            return Task.FromResult<CallResult<T>>(new CallResult<T>.Ok(work()));
        }
    }
}
