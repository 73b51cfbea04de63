using System.Collections.Immutable;
using SgWatch.Events;

namespace SgWatch.Guard;

/// <summary>Turns the places of a scope into groups: ids as they are, names looked up, sweeps listed page by page.</summary>
internal sealed class GroupFinder(ISecurityGroupsProvider provider, GuardOptions options, TimeProvider time, Retry retry)
{
    /// <summary>The groups to work on, each once, and the looks that ended without one.</summary>
    public sealed record Found(ImmutableArray<GroupWork> Work, ImmutableArray<LookResult> Results);

    public async Task<Found> FindAsync(Scope scope, CancellationToken cancellationToken)
    {
        var works = new List<GroupWork>();
        var results = new List<LookResult>();
        foreach (var look in scope.Looks)
        {
            var groups = provider.Open(look.Account, look.Region);
            switch (look.Look.Target)
            {
                case Target.Group(var groupId):
                    works.Add(new(groupId, look));
                    break;
                case Target.NamedGroup(var name, var vpcId):
                    await FindNamedAsync(groups, look, name, vpcId, works, results, cancellationToken);
                    break;
                case Target.EveryGroup:
                    await ListAsync(groups, look, works, results, cancellationToken);
                    break;
            }
        }
        return new([.. works.GroupBy(work => (work.Look.Account, work.Look.Region, work.GroupId)).Select(Merge)], [.. results]);
    }

    private async Task FindNamedAsync(
        ISecurityGroups groups, ScopedLook look, string name, string? vpcId,
        List<GroupWork> works, List<LookResult> results, CancellationToken cancellationToken)
    {
        var lookAgain = new LookAgain(options, time, retry);
        switch (await lookAgain.RunAsync(token => groups.FindAsync(name, vpcId, token), cancellationToken))
        {
            case CallResult<string>.Ok(var groupId):
                works.Add(new(groupId, look));
                break;
            case CallResult<string>.Failed({ Kind: CallFailureKind.NotFound }):
                results.Add(new(look, new(name, GuardOutcome.Compliant))); // the group is gone
                break;
            case CallResult<string>.Failed(var failure):
                results.Add(Failed(look, name, failure));
                break;
        }
    }

    private async Task ListAsync(
        ISecurityGroups groups, ScopedLook look, List<GroupWork> works, List<LookResult> results, CancellationToken cancellationToken)
    {
        string? nextToken = null;
        do
        {
            var page = await retry.RunAsync(token => groups.ListAsync(nextToken, token), cancellationToken);
            if (page is CallResult<SecurityGroupPage>.Failed(var failure))
            {
                results.Add(Failed(look, "every group", failure));
                return;
            }
            var (read, next) = ((CallResult<SecurityGroupPage>.Ok)page).Value;
            works.AddRange(read.Select(group => new GroupWork(group.GroupId, look) { Known = group }));
            nextToken = next;
        }
        while (nextToken is not null);
    }

    private static LookResult Failed(ScopedLook look, string what, CallFailure failure) => new(look, new(what, GuardOutcome.Failed)
    {
        Failure = failure,
        MustRetry = failure.Kind == CallFailureKind.Transient,
    });

    // a group found in several ways is one piece of work: what any of them says is new is new
    private static GroupWork Merge(IEnumerable<GroupWork> same) => same.Aggregate((a, b) => a with
    {
        Known = null,
        Look = a.Look with
        {
            Look = a.Look.Look with
            {
                Changed = a.Look.Look.Changed.Union(b.Look.Look.Changed),
                IsAttachment = a.Look.Look.IsAttachment || b.Look.Look.IsAttachment,
            },
            Origins = [.. a.Look.Origins.Union(b.Look.Origins)],
            MessageIds = [.. a.Look.MessageIds.Union(b.Look.MessageIds)],
        },
    });
}
