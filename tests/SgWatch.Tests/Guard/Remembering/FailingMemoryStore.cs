using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Tests.Guard.Remembering;

/// <summary>A memory that fails as long as it is told to, and counts its calls.</summary>
internal sealed class FailingMemoryStore(IMemoryStore inner) : IMemoryStore
{
    public IMemoryStore Inner { get; set; } = inner;

    public bool Fails { get; set; }

    public int Calls { get; private set; }

    public Task<CallResult<Versioned<RegionMemory>>> ReadRegionAsync(AccountRegion accountRegion, CancellationToken cancellationToken) =>
        Try(() => Inner.ReadRegionAsync(accountRegion, cancellationToken));

    public Task<CallResult<bool>> WriteRegionAsync(
        AccountRegion accountRegion, RegionMemory region, long version, CancellationToken cancellationToken) =>
        Try(() => Inner.WriteRegionAsync(accountRegion, region, version, cancellationToken));

    public Task<CallResult<Versioned<GroupMemory>>> ReadAsync(
        AccountRegion accountRegion, string groupId, CancellationToken cancellationToken) =>
        Try(() => Inner.ReadAsync(accountRegion, groupId, cancellationToken));

    public Task<CallResult<GroupMemoryPage>> ListAsync(
        AccountRegion accountRegion, string? nextToken, CancellationToken cancellationToken) =>
        Try(() => Inner.ListAsync(accountRegion, nextToken, cancellationToken));

    public Task<CallResult<bool>> WriteAsync(
        AccountRegion accountRegion, GroupMemory memory, long version, CancellationToken cancellationToken) =>
        Try(() => Inner.WriteAsync(accountRegion, memory, version, cancellationToken));

    public Task<CallResult<ImmutableArray<AccountRegion>>> RegionsAsync(CancellationToken cancellationToken) =>
        Try(() => Inner.RegionsAsync(cancellationToken));

    public Task<CallResult<MemoryForgotten>> ForgetAsync(
        AccountRegion accountRegion, DateTimeOffset settledBefore, string? nextToken, CancellationToken cancellationToken) =>
        Try(() => Inner.ForgetAsync(accountRegion, settledBefore, nextToken, cancellationToken));

    private Task<CallResult<T>> Try<T>(Func<Task<CallResult<T>>> call)
    {
        Calls++;
        return Fails
            ? Task.FromResult<CallResult<T>>(new CallFailure(CallFailureKind.Transient, "Memory", "Throttled", "made by the test"))
            : call();
    }
}
