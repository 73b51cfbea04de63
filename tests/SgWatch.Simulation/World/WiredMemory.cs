using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Simulation.World;

/// <summary>The memory as one process reaches it.</summary>
internal sealed class WiredMemory(LaggingMemory memory, Wire wire, Plant plant) : IMemoryStore
{
    public Task<CallResult<Versioned<RegionMemory>>> ReadRegionAsync(AccountRegion accountRegion, CancellationToken cancellationToken) =>
        wire.CallAsync("read region", () => memory.Store.ReadRegionAsync(accountRegion, cancellationToken), cancellationToken);

    public Task<CallResult<bool>> WriteRegionAsync(
        AccountRegion accountRegion, RegionMemory region, long version, CancellationToken cancellationToken) =>
        wire.CallAsync("write region", () => memory.Store.WriteRegionAsync(accountRegion, region, version, cancellationToken),
            cancellationToken);

    public Task<CallResult<Versioned<GroupMemory>>> ReadAsync(
        AccountRegion accountRegion, string groupId, CancellationToken cancellationToken) =>
        wire.CallAsync($"read {groupId}", () => memory.Store.ReadAsync(accountRegion, groupId, cancellationToken), cancellationToken);

    public Task<CallResult<GroupMemoryPage>> ListAsync(
        AccountRegion accountRegion, string? nextToken, CancellationToken cancellationToken) =>
        wire.CallAsync("list", () => Task.FromResult<CallResult<GroupMemoryPage>>(memory.List()), cancellationToken);

    public Task<CallResult<bool>> WriteAsync(
        AccountRegion accountRegion, GroupMemory group, long version, CancellationToken cancellationToken) =>
        wire.CallAsync($"write {group.GroupId}", () => memory.WriteAsync(accountRegion, plant switch
        {
            Plant.ForgetsBaseline => group with { Baseline = [] },
            Plant.ForgetsRules => group with { Rules = group.Rules.Clear() },
            Plant.ForgetsExpected => group with { Expected = [] },
            _ => group,
        }, version, cancellationToken), cancellationToken);

    public Task<CallResult<ImmutableArray<AccountRegion>>> RegionsAsync(CancellationToken cancellationToken) =>
        wire.CallAsync("regions", () => memory.Store.RegionsAsync(cancellationToken), cancellationToken);

    public Task<CallResult<MemoryForgotten>> ForgetAsync(
        AccountRegion accountRegion, DateTimeOffset settledBefore, string? nextToken, CancellationToken cancellationToken) =>
        wire.CallAsync("forget", () => memory.Store.ForgetAsync(accountRegion, settledBefore, nextToken, cancellationToken),
            cancellationToken);
}
