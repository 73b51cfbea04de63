using System.Collections.Concurrent;
using System.Collections.Immutable;
using SgWatch.Events;
using SgWatch.Guard.Limiting;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Retrying;
using SgWatch.Guard.Sweeping;

namespace SgWatch.Guard.Reconciling;

/// <summary>Everything that one invocation does in one account and region; those of others go on beside it, whatever happens here.</summary>
internal sealed class AccountRegionGuard(
    ISecurityGroups groups, GuardOptions options, TimeProvider time, Retry retry, IContinuationSender? continuations,
    Func<GroupWork, CancellationToken, Task<LookResult>> close, ConcurrentDictionary<string, bool> claimed)
{
    /// <summary>What came of the looks, and how many sweeps saw every group.</summary>
    public sealed record Looked(ImmutableArray<LookResult> Results, int SweepsCompleted);

    /// <summary>Has every place looked at: single groups first, for they are what somebody changed a moment ago.</summary>
    public async Task<Looked> LookAsync(IReadOnlyCollection<Inspection> looks, CancellationToken cancellationToken)
    {
        var found = await new GroupResolver(groups, options, time, retry).FindAsync(looks, cancellationToken);
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

    private async Task<GroupSweep.Swept?> SweepAsync(Inspection look, CancellationToken cancellationToken)
    {
        GroupListing Listing(Retry tries) => new(look, options, tries, close, groupId => claimed.TryAdd(groupId, true));

        return look.Target switch
        {
            Target.EveryGroup from => await new GroupSweep(new RateLimitedSecurityGroups(groups, retry, options, time), look, Listing(retry), options, retry, continuations)
                .RunAsync(from, cancellationToken),
            Target.UsersOf(var prefixListId) => new(
                await new PrefixListUsers(groups, look, Listing(retry), Listing(retry.AtMost(2))).RunAsync(prefixListId, cancellationToken), IsComplete: false),
            _ => null,
        };
    }
}
