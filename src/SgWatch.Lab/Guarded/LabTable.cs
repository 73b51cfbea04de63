using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Limiting;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Recording;
using SgWatch.Guard.Remembering;
using SgWatch.Incidents;
using SgWatch.Lab.Control;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Lab.Guarded;

/// <summary>The guard's table in the lab: its record, its counters and its memory, in this process. It can be made to fail.</summary>
/// <param name="fault">Whether it works.</param>
/// <param name="accountId">The lab's account. A sweep names none.</param>
/// <param name="time">The clock.</param>
internal sealed class LabTable(RecordSwitch fault, string accountId, TimeProvider time) : IIncidentRecord, ICounters, IMemoryStore
{
    private readonly MemoryIncidentRecord _record = new(time);
    private readonly MemoryCounters _counters = new(time);
    private readonly ProcessMemoryStore _memory = new();

    public Task<CallResult<IncidentEntry?>> BeginAsync(
        Incident intended, DateTimeOffset until, string idempotencyToken, CancellationToken cancellationToken) =>
        CallAsync("UpdateItem", () => _record.BeginAsync(intended, until, idempotencyToken, cancellationToken));

    public Task<CallResult<bool>> EndAsync(
        Incident ended, DateTimeOffset until, string idempotencyToken, CancellationToken cancellationToken) =>
        CallAsync("UpdateItem", () => _record.EndAsync(ended, until, idempotencyToken, cancellationToken));

    public Task<CallResult<Done>> MarkNotifiedAsync(Incident ended, CancellationToken cancellationToken) =>
        CallAsync("UpdateItem", () => _record.MarkNotifiedAsync(ended, cancellationToken));

    public Task<CallResult<Done>> DeferAsync(Incident ended, CancellationToken cancellationToken) =>
        CallAsync("UpdateItem", () => _record.DeferAsync(ended, cancellationToken));

    public Task<CallResult<Withdrawal>> WithdrawAsync(Incident intended, CancellationToken cancellationToken) =>
        CallAsync("DeleteItem", () => _record.WithdrawAsync(intended, cancellationToken));

    public Task<CallResult<ImmutableArray<IncidentEntry>>> HistoryAsync(
        string group, DateTimeOffset since, CancellationToken cancellationToken) =>
        CallAsync("Query", () => _record.HistoryAsync(group, since, cancellationToken));

    public Task<CallResult<ImmutableArray<IncidentEntry>>> DayAsync(
        DateOnly day, bool isUnnotified, int most, CancellationToken cancellationToken) =>
        CallAsync("Query", () => _record.DayAsync(day, isUnnotified, most, cancellationToken));

    public Task<CallResult<IncidentEntry?>> FindAsync(DateOnly day, string id, CancellationToken cancellationToken) =>
        CallAsync("Query", () => _record.FindAsync(day, id, cancellationToken));

    public Task<CallResult<long>> AddAsync(string key, int count, string idempotencyToken, CancellationToken cancellationToken) =>
        CallAsync("UpdateItem", () => _counters.AddAsync(key, count, idempotencyToken, cancellationToken));

    public Task<CallResult<ImmutableArray<string>>> AddToSetAsync(string key, string member, CancellationToken cancellationToken) =>
        CallAsync("UpdateItem", () => _counters.AddToSetAsync(key, member, cancellationToken));

    public Task<CallResult<Done>> RemoveFromSetAsync(string key, string member, CancellationToken cancellationToken) =>
        CallAsync("UpdateItem", () => _counters.RemoveFromSetAsync(key, member, cancellationToken));

    public Task<CallResult<bool>> IsFirstAsync(
        string key, TimeSpan period, string idempotencyToken, CancellationToken cancellationToken) =>
        CallAsync("PutItem", () => _counters.IsFirstAsync(key, period, idempotencyToken, cancellationToken));

    public Task<CallResult<Versioned<RegionMemory>>> ReadRegionAsync(AccountRegion accountRegion, CancellationToken cancellationToken) =>
        CallAsync("GetItem", () => _memory.ReadRegionAsync(In(accountRegion), cancellationToken));

    public Task<CallResult<bool>> WriteRegionAsync(
        AccountRegion accountRegion, RegionMemory region, long version, CancellationToken cancellationToken) =>
        CallAsync("PutItem", () => _memory.WriteRegionAsync(In(accountRegion), region, version, cancellationToken));

    public Task<CallResult<Versioned<GroupMemory>>> ReadAsync(
        AccountRegion accountRegion, string groupId, CancellationToken cancellationToken) =>
        CallAsync("GetItem", () => _memory.ReadAsync(In(accountRegion), groupId, cancellationToken));

    public Task<CallResult<GroupMemoryPage>> ListAsync(
        AccountRegion accountRegion, string? nextToken, CancellationToken cancellationToken) =>
        CallAsync("Query", () => _memory.ListAsync(In(accountRegion), nextToken, cancellationToken));

    public Task<CallResult<bool>> WriteAsync(
        AccountRegion accountRegion, GroupMemory memory, long version, CancellationToken cancellationToken) =>
        CallAsync("PutItem", () => _memory.WriteAsync(In(accountRegion), memory, version, cancellationToken));

    public Task<CallResult<ImmutableArray<AccountRegion>>> RegionsAsync(CancellationToken cancellationToken) =>
        CallAsync("Query", () => _memory.RegionsAsync(cancellationToken));

    public Task<CallResult<MemoryForgotten>> ForgetAsync(
        AccountRegion accountRegion, DateTimeOffset settledBefore, string? nextToken, CancellationToken cancellationToken) =>
        CallAsync("BatchWriteItem", () => _memory.ForgetAsync(In(accountRegion), settledBefore, nextToken, cancellationToken));

    private AccountRegion In(AccountRegion accountRegion) =>
        new(accountRegion.Account ?? accountId, accountRegion.Region ?? GuardedLab.Region);

    private Task<CallResult<T>> CallAsync<T>(string operation, Func<Task<CallResult<T>>> call) => fault.CallAsync(operation, call, time);
}
