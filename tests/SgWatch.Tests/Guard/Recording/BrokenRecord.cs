using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;

namespace SgWatch.Tests.Guard.Recording;

/// <summary>A table that the function may not use.</summary>
internal sealed class BrokenRecord : IIncidentRecord
{
    public Task<CallResult<IncidentEntry?>> BeginAsync(
        Incident intended, DateTimeOffset until, string idempotencyToken, CancellationToken cancellationToken) =>
        Refused<IncidentEntry?>();

    public Task<CallResult<bool>> EndAsync(
        Incident ended, DateTimeOffset until, string idempotencyToken, CancellationToken cancellationToken) => Refused<bool>();

    public Task<CallResult<Done>> MarkNotifiedAsync(Incident ended, CancellationToken cancellationToken) => Refused<Done>();

    public Task<CallResult<Done>> DeferAsync(Incident ended, CancellationToken cancellationToken) => Refused<Done>();

    public Task<CallResult<Withdrawal>> WithdrawAsync(Incident intended, CancellationToken cancellationToken) => Refused<Withdrawal>();

    public Task<CallResult<ImmutableArray<IncidentEntry>>> HistoryAsync(
        string group, DateTimeOffset since, CancellationToken cancellationToken) =>
        Refused<ImmutableArray<IncidentEntry>>();

    public Task<CallResult<ImmutableArray<IncidentEntry>>> DayAsync(
        DateOnly day, bool isUnnotified, int most, CancellationToken cancellationToken) =>
        Refused<ImmutableArray<IncidentEntry>>();

    public Task<CallResult<IncidentEntry?>> FindAsync(DateOnly day, string id, CancellationToken cancellationToken) =>
        Refused<IncidentEntry?>();

    private static Task<CallResult<T>> Refused<T>() =>
        Task.FromResult<CallResult<T>>(new CallFailure(CallFailureKind.Refused, "UpdateItem", "AccessDeniedException", "no"));
}
