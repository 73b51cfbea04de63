using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Tests.Guard.Remembering;

/// <summary>A memory with something that runs before every call. It may return a failure, which is then the answer.</summary>
internal sealed class HookedMemory(IMemoryStore store, Func<string, Task<CallFailure?>> hook) : IMemoryStore
{
    public static CallFailure Refused { get; } = new(CallFailureKind.Refused, "PutItem", "AccessDeniedException", "no");

    public static HookedMemory Broken(IMemoryStore store) => new(store, _ => Task.FromResult<CallFailure?>(Refused));

    public Task<CallResult<Versioned<RegionMemory>>> ReadRegionAsync(AccountRegion accountRegion, CancellationToken cancellationToken) =>
        Call("ReadRegion", () => store.ReadRegionAsync(accountRegion, cancellationToken));

    public Task<CallResult<bool>> WriteRegionAsync(
        AccountRegion accountRegion, RegionMemory region, long version, CancellationToken cancellationToken) =>
        Call("WriteRegion", () => store.WriteRegionAsync(accountRegion, region, version, cancellationToken));

    public Task<CallResult<Versioned<GroupMemory>>> ReadAsync(
        AccountRegion accountRegion, string groupId, CancellationToken cancellationToken) =>
        Call("Read", () => store.ReadAsync(accountRegion, groupId, cancellationToken));

    public Task<CallResult<GroupMemoryPage>> ListAsync(
        AccountRegion accountRegion, string? nextToken, CancellationToken cancellationToken) =>
        Call("List", () => store.ListAsync(accountRegion, nextToken, cancellationToken));

    public Task<CallResult<bool>> WriteAsync(
        AccountRegion accountRegion, GroupMemory memory, long version, CancellationToken cancellationToken) =>
        Call("Write", () => store.WriteAsync(accountRegion, memory, version, cancellationToken));

    public Task<CallResult<ImmutableArray<AccountRegion>>> RegionsAsync(CancellationToken cancellationToken) =>
        Call("Regions", () => store.RegionsAsync(cancellationToken));

    public Task<CallResult<MemoryForgotten>> ForgetAsync(
        AccountRegion accountRegion, DateTimeOffset settledBefore, string? nextToken, CancellationToken cancellationToken) =>
        Call("Forget", () => store.ForgetAsync(accountRegion, settledBefore, nextToken, cancellationToken));

    private async Task<CallResult<T>> Call<T>(string name, Func<Task<CallResult<T>>> call) =>
        await hook(name) is { } failure ? failure : await call();
}
