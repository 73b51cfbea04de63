using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;

namespace SgWatch.Simulation.World;

/// <summary>The record and the counters as one process reaches them.</summary>
internal sealed class WiredRecord(IIncidentRecord record, ICounters counters, Wire wire, Plant plant) : IIncidentRecord, ICounters
{
    public Task<CallResult<IncidentEntry?>> BeginAsync(
        Incident intended, DateTimeOffset until, string idempotencyToken, CancellationToken cancellationToken) =>
        wire.CallAsync($"begin {intended.Id}", () => record.BeginAsync(intended, until, idempotencyToken, cancellationToken),
            cancellationToken);

    public Task<CallResult<bool>> EndAsync(
        Incident ended, DateTimeOffset until, string idempotencyToken, CancellationToken cancellationToken) =>
        wire.CallAsync($"end {ended.Id} {ended.Outcome}", async () => plant switch
        {
            Plant.LosesEnds => true,
            Plant.NotifiesTwice => await record.EndAsync(ended, until, idempotencyToken, cancellationToken) is CallResult<bool>.Ok,
            _ => await record.EndAsync(ended, until, idempotencyToken, cancellationToken),
        }, cancellationToken);

    public Task<CallResult<Done>> MarkNotifiedAsync(Incident ended, CancellationToken cancellationToken) =>
        wire.CallAsync($"notified {ended.Id}", () => record.MarkNotifiedAsync(ended, cancellationToken), cancellationToken);

    public Task<CallResult<Done>> DeferAsync(Incident ended, CancellationToken cancellationToken) =>
        wire.CallAsync($"defer {ended.Id}", () => record.DeferAsync(ended, cancellationToken), cancellationToken);

    public Task<CallResult<Withdrawal>> WithdrawAsync(Incident intended, CancellationToken cancellationToken) =>
        wire.CallAsync($"withdraw {intended.Id}", () => record.WithdrawAsync(intended, cancellationToken), cancellationToken);

    public Task<CallResult<ImmutableArray<IncidentEntry>>> HistoryAsync(
        string group, DateTimeOffset since, CancellationToken cancellationToken) =>
        wire.CallAsync("history", () => record.HistoryAsync(group, since, cancellationToken), cancellationToken);

    public Task<CallResult<ImmutableArray<IncidentEntry>>> DayAsync(
        DateOnly day, bool isUnnotified, int most, CancellationToken cancellationToken) =>
        wire.CallAsync("day", () => record.DayAsync(day, isUnnotified, most, cancellationToken), cancellationToken);

    public Task<CallResult<IncidentEntry?>> FindAsync(DateOnly day, string id, CancellationToken cancellationToken) =>
        wire.CallAsync($"find {id}", () => record.FindAsync(day, id, cancellationToken), cancellationToken);

    public Task<CallResult<long>> AddAsync(string key, int count, string idempotencyToken, CancellationToken cancellationToken) =>
        wire.CallAsync($"count {key}", () => counters.AddAsync(key, count, idempotencyToken, cancellationToken), cancellationToken);

    public Task<CallResult<ImmutableArray<string>>> AddToSetAsync(string key, string member, CancellationToken cancellationToken) =>
        wire.CallAsync($"add {key} {member}", () => counters.AddToSetAsync(key, member, cancellationToken), cancellationToken);

    public Task<CallResult<Done>> RemoveFromSetAsync(string key, string member, CancellationToken cancellationToken) =>
        wire.CallAsync($"remove {key} {member}", () => counters.RemoveFromSetAsync(key, member, cancellationToken), cancellationToken);

    public Task<CallResult<bool>> IsFirstAsync(string key, TimeSpan period, string idempotencyToken, CancellationToken cancellationToken) =>
        wire.CallAsync($"first {key}", () => counters.IsFirstAsync(key, period, idempotencyToken, cancellationToken), cancellationToken);
}
