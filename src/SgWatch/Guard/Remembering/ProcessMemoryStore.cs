using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Guard.Remembering;

/// <summary>A memory that lives as long as the process: for the lab and for tests.</summary>
public sealed class ProcessMemoryStore : IMemoryStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<AccountRegion, Versioned<RegionMemory>> _regions = [];
    private readonly Dictionary<(AccountRegion AccountRegion, string GroupId), Versioned<GroupMemory>> _groups = [];

    /// <inheritdoc/>
    public Task<CallResult<Versioned<RegionMemory>>> ReadRegionAsync(AccountRegion accountRegion, CancellationToken cancellationToken) =>
        Locked(() => _regions.GetValueOrDefault(accountRegion) ?? new(null, 0));

    /// <inheritdoc/>
    public Task<CallResult<bool>> WriteRegionAsync(
        AccountRegion accountRegion, RegionMemory region, long version, CancellationToken cancellationToken) =>
        Locked(() => Write(_regions, accountRegion, region, version));

    /// <inheritdoc/>
    public Task<CallResult<Versioned<GroupMemory>>> ReadAsync(
        AccountRegion accountRegion, string groupId, CancellationToken cancellationToken) =>
        Locked(() => _groups.GetValueOrDefault((accountRegion, groupId)) ?? new(null, 0));

    /// <inheritdoc/>
    public Task<CallResult<GroupMemoryPage>> ListAsync(
        AccountRegion accountRegion, string? nextToken, CancellationToken cancellationToken) =>
        Locked(() => new GroupMemoryPage(
            [.. _groups.Where(pair => pair.Key.AccountRegion == accountRegion).Select(pair => pair.Value)], null));

    /// <inheritdoc/>
    public Task<CallResult<bool>> WriteAsync(
        AccountRegion accountRegion, GroupMemory memory, long version, CancellationToken cancellationToken) =>
        Locked(() => Write(_groups, (accountRegion, memory.GroupId), memory, version));

    /// <inheritdoc/>
    public Task<CallResult<ImmutableArray<AccountRegion>>> RegionsAsync(CancellationToken cancellationToken) =>
        Locked<ImmutableArray<AccountRegion>>(() => [.. _regions.Keys]);

    /// <inheritdoc/>
    public Task<CallResult<MemoryForgotten>> ForgetAsync(
        AccountRegion accountRegion, DateTimeOffset settledBefore, string? nextToken, CancellationToken cancellationToken) =>
        Locked(() =>
        {
            var forgotten = _groups
                .Where(pair => pair.Key.AccountRegion == accountRegion && !(pair.Value.Value?.SettledAt >= settledBefore))
                .Select(pair => pair.Key).ToList();
            forgotten.ForEach(key => _groups.Remove(key));
            return new MemoryForgotten(forgotten.Count, null);
        });

    private static bool Write<TKey, T>(Dictionary<TKey, Versioned<T>> values, TKey key, T value, long version)
        where TKey : notnull
        where T : class
    {
        if ((values.GetValueOrDefault(key)?.Version ?? 0) != version)
        {
            return false;
        }
        values[key] = new(value, version + 1);
        return true;
    }

    private Task<CallResult<T>> Locked<T>(Func<T> work)
    {
        lock (_lock)
        {
            return Task.FromResult<CallResult<T>>(new CallResult<T>.Ok(work()));
        }
    }
}
