using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Retrying;
using SgWatch.Policies;
using SgWatch.Rules;

namespace SgWatch.Guard.Reconciling;

/// <summary>Reads with which VPCs groups are associated. Only a policy that selects groups by VPC needs it.</summary>
/// <remarks>Source: Amazon VPC User Guide, "Associate security groups with multiple VPCs": the group's rules then act there too.</remarks>
public static class AssociatedVpcs
{
    private const int GroupsPerCall = 200; // the limit of one filter's values

    /// <summary>Reads the associations of groups that were just read.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="source">Reads the associations.</param>
    /// <param name="groups">The groups. Those whose associations are known stay as they are.</param>
    /// <param name="retry">Tries a call again.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <returns>The groups, and why associations couldn't be read; null if they were, or if nobody needs them.</returns>
    public static async Task<(ImmutableArray<SecurityGroup> Groups, CallFailure? Unread)> ReadAsync(
        Policy policy, ISecurityGroups source, ImmutableArray<SecurityGroup> groups, Retry retry, CancellationToken cancellationToken)
    {
        ImmutableArray<string> unknown =
            policy.SelectsByVpc ? [.. groups.Where(group => group.AssociatedVpcs is null).Select(group => group.GroupId)] : [];
        var known = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (var ids in unknown.Chunk(GroupsPerCall))
        {
            var read = await retry.RunAsync(token => source.ReadAssociationsAsync([.. ids], token), cancellationToken);
            if (!read.TryGet(out var vpcs, out var failure))
            {
                return (groups, failure);
            }
            foreach (var id in ids)
            {
                known[id] = vpcs.GetValueOrDefault(id, []);
            }
        }
        return (known.Count == 0
            ? groups
            : [.. groups.Select(group => known.TryGetValue(group.GroupId, out var vpcs) ? group with { AssociatedVpcs = vpcs } : group)],
            null);
    }
}
