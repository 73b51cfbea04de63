using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Remembering;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Simulation.World;

/// <summary>The memory's table. A listing shows what was written some seconds ago.</summary>
internal sealed class LaggingMemory(SimulatedWorld world)
{
    private readonly Dictionary<string, List<(DateTimeOffset At, Versioned<GroupMemory> Value)>> _written = [];

    public ProcessMemoryStore Store { get; private set; } = new();

    /// <summary>How old a listing is.</summary>
    public TimeSpan Lag { get; set; } = TimeSpan.FromSeconds(1);

    public async Task<CallResult<bool>> WriteAsync(
        AccountRegion accountRegion, GroupMemory memory, long version, CancellationToken cancellationToken)
    {
        var written = await Store.WriteAsync(accountRegion, memory, version, cancellationToken);
        if (written is CallResult<bool>.Ok(true))
        {
            if (!_written.TryGetValue(memory.GroupId, out var versions))
            {
                _written.Add(memory.GroupId, versions = []);
            }
            world.FirstSettled.TryAdd(memory.GroupId, world.Now);
            versions.Add((world.Now, new(memory, version + 1)));
        }
        return written;
    }

    /// <summary>Empties the table.</summary>
    public void Empty()
    {
        Store = new();
        _written.Clear();
    }

    /// <summary>Restores the table as it was, which the caller read then.</summary>
    public async Task RestoreAsync(AccountRegion accountRegion, Versioned<RegionMemory> region, IEnumerable<Versioned<GroupMemory>> groups)
    {
        Empty();
        for (var version = 0L; version < region.Version; version++)
        {
            await Store.WriteRegionAsync(accountRegion, region.Value!, version, default);
        }
        foreach (var group in groups)
        {
            for (var version = 0L; version < group.Version; version++)
            {
                await WriteAsync(accountRegion, group.Value!, version, default);
            }
        }
    }

    public GroupMemoryPage List() => new(
    [
        .. _written.Values.Select(versions => versions.FindLast(version => version.At <= world.Now - Lag).Value)
            .OfType<Versioned<GroupMemory>>(),
    ], null);
}
