using System.Collections.Concurrent;
using System.Collections.Immutable;
using SgWatch.Events;

namespace SgWatch.Guard;

/// <summary>Everything that one invocation does in one account and region; those of others go on beside it, whatever happens here.</summary>
internal sealed class PlaceGuard(
    ISecurityGroups groups, GuardOptions options, TimeProvider time, Retry retry, IOwnMessages? queue,
    Func<GroupWork, CancellationToken, Task<LookResult>> close, ConcurrentDictionary<string, bool> claimed)
{
    /// <summary>What came of the looks, and how many sweeps saw every group.</summary>
    public sealed record Looked(ImmutableArray<LookResult> Results, int SweepsCompleted);

    /// <summary>Has every place looked at: single groups first, for they are what somebody changed a moment ago.</summary>
    public async Task<Looked> LookAsync(IReadOnlyCollection<ScopedLook> looks, CancellationToken cancellationToken)
    {
        var found = await new GroupFinder(groups, options, time, retry).FindAsync(looks, cancellationToken);
        foreach (var work in found.Work)
        {
            claimed.TryAdd(work.GroupId, true);
        }
        var closed = CloseAsync(found.Work, cancellationToken);
        var swept = Task.WhenAll(looks.Select(look => SweepAsync(look, cancellationToken)));
        await Task.WhenAll(closed, swept);
        var (results, sweeps) = (await closed, (await swept).OfType<GroupSweep.Swept>().ToList());
        return new([.. found.Results, .. results, .. sweeps.SelectMany(sweep => sweep.Results)], sweeps.Count(sweep => sweep.IsComplete));
    }

    private async Task<LookResult[]> CloseAsync(ImmutableArray<GroupWork> works, CancellationToken cancellationToken)
    {
        using var places = new SemaphoreSlim(options.MaxGroupsAtOnce);
        return await Task.WhenAll(works.Select(async work =>
        {
            await places.WaitAsync(cancellationToken);
            try
            {
                return await close(work, cancellationToken);
            }
            finally
            {
                places.Release();
            }
        }));
    }

    private async Task<GroupSweep.Swept?> SweepAsync(ScopedLook look, CancellationToken cancellationToken)
    {
        var sweep = new GroupSweep(groups, options, time, retry, queue, close, groupId => claimed.TryAdd(groupId, true));
        return look.Look.Target switch
        {
            Target.EveryGroup from => await sweep.EveryGroupAsync(look, from, cancellationToken),
            Target.UsersOf(var prefixListId) => await sweep.UsersAsync(look, prefixListId, cancellationToken),
            _ => null,
        };
    }
}
