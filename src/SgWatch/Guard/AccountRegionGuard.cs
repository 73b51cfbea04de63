using System.Collections.Immutable;
using SgWatch.Changes;
using SgWatch.Events;
using SgWatch.Guard.Limiting;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Reconciling;
using SgWatch.Guard.Sweeping;

namespace SgWatch.Guard;

/// <summary>
/// Everything that one invocation does in one account and region. Other accounts and regions go on, whatever happens here.
/// </summary>
/// <param name="invocation">What every step needs.</param>
/// <param name="inspector">Inspects each group.</param>
/// <param name="accountRegion">The account and region.</param>
internal sealed class AccountRegionGuard(InvocationContext invocation, GroupInspector inspector, AccountRegion accountRegion)
{
    private readonly ISecurityGroups _groups = invocation.Open(accountRegion);

    /// <summary>Carries out every inspection: first single groups, because somebody has just changed them; listings beside them.</summary>
    /// <param name="inspections">The inspections.</param>
    /// <param name="beforeSweeps">What a sweep waits for: the unfinished incidents of earlier invocations.</param>
    /// <param name="cancellationToken">Ends the work between two changes.</param>
    public async Task<ImmutableArray<GroupResult>> InspectAsync(
        IReadOnlyCollection<Inspection> inspections, Task beforeSweeps, CancellationToken cancellationToken)
    {
        var (works, unresolved) = await new GroupResolver(invocation, _groups).ResolveAsync(inspections, cancellationToken);
        foreach (var work in works)
        {
            invocation.Claims.TryClaim(work.GroupId);
        }
        var singles = InspectGroupsAsync(works, cancellationToken);
        var listings = Task.WhenAll(inspections.Select(inspection => InspectListingAsync(inspection, beforeSweeps, cancellationToken)));
        await Task.WhenAll(singles, listings);
        return [.. unresolved, .. (await singles).Concat(await listings).SelectMany(results => results)];
    }

    private Task<ImmutableArray<GroupResult>[]> InspectGroupsAsync(
        ImmutableArray<GroupWork> works, CancellationToken cancellationToken) =>
        new ConcurrencyLimit(invocation.Options.MaxGroupsAtOnce)
            .SelectAsync(works, work => inspector.InspectAsync(work, cancellationToken), cancellationToken);

    private async Task<ImmutableArray<GroupResult>> InspectListingAsync(
        Inspection inspection, Task beforeSweeps, CancellationToken cancellationToken)
    {
        switch (inspection.Target)
        {
            case Target.EveryGroup from:
                await beforeSweeps;
                return await new GroupSweep(invocation, inspector, inspection, _groups).RunAsync(from, cancellationToken);
            case Target.UsersOf(var prefixListId):
                return await new PrefixListUsers(invocation, inspector, inspection, _groups).RunAsync(prefixListId, cancellationToken);
            default:
                return [];
        }
    }
}
