using System.Collections.Immutable;
using System.Diagnostics;
using SgWatch.Calls;
using SgWatch.Events;
using SgWatch.Guard.Ports;

namespace SgWatch.Guard.Reconciling;

/// <summary>Turns inspections of single groups into groups: ids as they are, names looked up.</summary>
internal sealed class GroupResolver(InvocationContext invocation, ISecurityGroups groups)
{
    /// <summary>Resolves every inspection of a single group; listings are left out.</summary>
    /// <returns>The groups to reconcile, each once, and the results of inspections that found no group.</returns>
    public async Task<(ImmutableArray<GroupWork> Works, ImmutableArray<GroupResult> Unresolved)> ResolveAsync(
        IEnumerable<Inspection> inspections, CancellationToken cancellationToken)
    {
        var singles = inspections.Where(inspection => inspection.Target is Target.Group or Target.NamedGroup);
        var resolved = await Task.WhenAll(singles.Select(async inspection =>
            (Inspection: inspection, GroupId: await FindIdAsync(inspection.Target, cancellationToken))));

        // a group that is named in several ways is one piece of work
        var works = resolved.Where(found => found.GroupId is CallResult<string>.Ok)
            .GroupBy(found => ((CallResult<string>.Ok)found.GroupId).Value, found => found.Inspection)
            .Select(same => new GroupWork(same.Key, same.Aggregate((one, other) => one.Union(other)), groups));
        var unresolved = resolved.Where(found => found.GroupId.FailureOrNull is not null)
            .Select(found => Unresolved(found.Inspection, found.GroupId.FailureOrNull!));
        return ([.. works], [.. unresolved]);
    }

    private async Task<CallResult<string>> FindIdAsync(Target target, CancellationToken cancellationToken) => target switch
    {
        Target.Group(var groupId) => groupId,
        Target.NamedGroup(var name, var vpcId) =>
            await invocation.ConsistencyRetry.RunAsync(token => groups.FindAsync(name, vpcId, token), cancellationToken),
        _ => throw new UnreachableException($"GroupResolver has no case for {target.GetType().Name}."),
    };

    private GroupResult Unresolved(Inspection inspection, CallFailure failure)
    {
        var name = ((Target.NamedGroup)inspection.Target).GroupName;
        if (failure.Kind != CallFailureKind.NotFound)
        {
            return GroupResult.Failed(inspection, name, failure);
        }
        var gone = GroupResult.Of(inspection, name, GuardOutcome.Compliant);
        return UnshownChanges.IsGroupAwaited(invocation, inspection) ? gone.HandedBack(UnshownChanges.GroupNotShown(name)) : gone;
    }
}
