using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Events;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Retrying;

namespace SgWatch.Guard.Reconciling;

/// <summary>Turns the looks at single groups into groups: ids as they are, names looked up.</summary>
internal sealed class GroupResolver(ISecurityGroups groups, GuardOptions options, TimeProvider time, Retry retry)
{
    /// <summary>The groups to work on, each once, and the looks that ended without one.</summary>
    public sealed record Found(ImmutableArray<GroupWork> Work, ImmutableArray<LookResult> Results);

    public async Task<Found> FindAsync(IEnumerable<Inspection> looks, CancellationToken cancellationToken)
    {
        var works = new List<GroupWork>();
        var results = new List<LookResult>();
        foreach (var (work, result) in await Task.WhenAll(looks.Select(look => FindAsync(look, cancellationToken))))
        {
            if (work is not null)
            {
                works.Add(work);
            }
            if (result is not null)
            {
                results.Add(result);
            }
        }
        return new([.. works.GroupBy(work => work.GroupId).Select(Merge)], [.. results]);
    }

    private async Task<(GroupWork? Work, LookResult? Result)> FindAsync(Inspection look, CancellationToken cancellationToken)
    {
        switch (look.Target)
        {
            case Target.Group(var groupId):
                return (new(groupId, look, groups), null);
            case Target.NamedGroup(var name, var vpcId):
                return await FindNamedAsync(look, name, vpcId, cancellationToken);
            default:
                return default;
        }
    }

    private async Task<(GroupWork? Work, LookResult? Result)> FindNamedAsync(
        Inspection look, string name, string? vpcId, CancellationToken cancellationToken)
    {
        var lookAgain = new ConsistencyRetry(options, time, retry);
        return await lookAgain.RunAsync(token => groups.FindAsync(name, vpcId, token), cancellationToken) switch
        {
            CallResult<string>.Ok(var groupId) => (new(groupId, look, groups), null),
            CallResult<string>.Failed({ Kind: CallFailureKind.NotFound }) => (null, new(look, new(name, GuardOutcome.Compliant))), // the group is gone
            CallResult<string>.Failed(var failure) => (null, LookResult.Failed(look, name, failure)),
            var other => throw new System.Diagnostics.UnreachableException($"GroupFinder has no case for {other.GetType().Name}."),
        };
    }

    // a group found in several ways is one piece of work: what any of them says is new is new
    private static GroupWork Merge(IEnumerable<GroupWork> same) => same.Aggregate((a, b) => a with { Hint = a.Hint.Union(b.Hint) });
}
