using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Guard.Limiting;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Recording;
using SgWatch.Incidents;
using SgWatch.Lab.Control;

namespace SgWatch.Lab.Guarded;

/// <summary>The guard's table in the lab: its record and its counters, in memory. It can be made to fail.</summary>
/// <param name="fault">Whether it works.</param>
/// <param name="time">The clock.</param>
internal sealed class LabTable(RecordSwitch fault, TimeProvider time) : IIncidentRecord, ICounters
{
    private readonly MemoryIncidentRecord _record = new(time);
    private readonly MemoryCounters _counters = new(time);

    public Task<CallResult<IncidentEntry?>> BeginAsync(
        Incident intended, DateTimeOffset until, string idempotencyToken, CancellationToken cancellationToken) =>
        fault.CallAsync("UpdateItem", () => _record.BeginAsync(intended, until, idempotencyToken, cancellationToken));

    public Task<CallResult<bool>> EndAsync(
        Incident ended, DateTimeOffset until, string idempotencyToken, CancellationToken cancellationToken) =>
        fault.CallAsync("UpdateItem", () => _record.EndAsync(ended, until, idempotencyToken, cancellationToken));

    public Task<CallResult<Done>> MarkNotifiedAsync(Incident ended, CancellationToken cancellationToken) =>
        fault.CallAsync("UpdateItem", () => _record.MarkNotifiedAsync(ended, cancellationToken));

    public Task<CallResult<Done>> DeferAsync(Incident ended, CancellationToken cancellationToken) =>
        fault.CallAsync("UpdateItem", () => _record.DeferAsync(ended, cancellationToken));

    public Task<CallResult<Withdrawal>> WithdrawAsync(Incident intended, CancellationToken cancellationToken) =>
        fault.CallAsync("DeleteItem", () => _record.WithdrawAsync(intended, cancellationToken));

    public Task<CallResult<ImmutableArray<IncidentEntry>>> HistoryAsync(
        string group, DateTimeOffset since, CancellationToken cancellationToken) =>
        fault.CallAsync("Query", () => _record.HistoryAsync(group, since, cancellationToken));

    public Task<CallResult<ImmutableArray<IncidentEntry>>> DayAsync(
        DateOnly day, bool isUnnotified, int most, CancellationToken cancellationToken) =>
        fault.CallAsync("Query", () => _record.DayAsync(day, isUnnotified, most, cancellationToken));

    public Task<CallResult<IncidentEntry?>> FindAsync(DateOnly day, string id, CancellationToken cancellationToken) =>
        fault.CallAsync("Query", () => _record.FindAsync(day, id, cancellationToken));

    public Task<CallResult<long>> AddAsync(string key, int count, string idempotencyToken, CancellationToken cancellationToken) =>
        fault.CallAsync("UpdateItem", () => _counters.AddAsync(key, count, idempotencyToken, cancellationToken));

    public Task<CallResult<ImmutableArray<string>>> AddToSetAsync(string key, string member, CancellationToken cancellationToken) =>
        fault.CallAsync("UpdateItem", () => _counters.AddToSetAsync(key, member, cancellationToken));

    public Task<CallResult<Done>> RemoveFromSetAsync(string key, string member, CancellationToken cancellationToken) =>
        fault.CallAsync("UpdateItem", () => _counters.RemoveFromSetAsync(key, member, cancellationToken));

    public Task<CallResult<bool>> IsFirstAsync(
        string key, TimeSpan period, string idempotencyToken, CancellationToken cancellationToken) =>
        fault.CallAsync("PutItem", () => _counters.IsFirstAsync(key, period, idempotencyToken, cancellationToken));
}
