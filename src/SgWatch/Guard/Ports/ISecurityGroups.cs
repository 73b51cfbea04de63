using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Rules;

namespace SgWatch.Guard.Ports;

/// <summary>The security groups of one account and region. Every method is one logical call without retries: the guard retries.</summary>
public interface ISecurityGroups
{
    /// <summary>Reads a group with all its rules as they are now. NotFound if there is none.</summary>
    /// <remarks>The tags of rules may only be counted.</remarks>
    /// <param name="groupId">The group.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<CallResult<SecurityGroup>> ReadAsync(string groupId, CancellationToken cancellationToken);

    /// <summary>Finds a group's id by its name. NotFound if there is none.</summary>
    /// <param name="groupName">The name.</param>
    /// <param name="vpcId">The group's VPC; null for the default VPC.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<CallResult<string>> FindAsync(string groupName, string? vpcId, CancellationToken cancellationToken);

    /// <summary>Reads one page of groups with all their rules, as <see cref="ReadAsync"/> does. Rejected if EC2 no longer knows the
    /// token.</summary>
    /// <param name="filter">Which groups.</param>
    /// <param name="nextToken">The page; null for the first.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<CallResult<SecurityGroupPage>> ListAsync(GroupFilter filter, string? nextToken, CancellationToken cancellationToken);

    /// <summary>Reads all entries of the current version of a prefix list. NotFound if there is none. Transient while the list is being
    /// changed, as <see cref="PrefixListState"/> says.</summary>
    /// <param name="prefixListId">The prefix list.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<CallResult<PrefixListEntries>> ReadPrefixListAsync(string prefixListId, CancellationToken cancellationToken);

    /// <summary>Reads the tags of rules that are about to go (<see cref="SecurityGroupRule.UnreadTags"/>). A rule that is gone is left
    /// out.</summary>
    /// <param name="ruleIds">The rules, at most 100.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Each rule's tags by its id. None by default: then rules come with their tags.</returns>
    Task<CallResult<ImmutableDictionary<string, ImmutableSortedDictionary<string, string>>>> ReadTagsAsync(
        ImmutableArray<string> ruleIds, CancellationToken cancellationToken) =>
        Task.FromResult<CallResult<ImmutableDictionary<string, ImmutableSortedDictionary<string, string>>>>(
            ImmutableDictionary<string, ImmutableSortedDictionary<string, string>>.Empty);

    /// <summary>Reads with which VPCs groups are associated, beside their own (AssociateSecurityGroupVpc).</summary>
    /// <param name="groupIds">The groups, at most 200.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The VPCs by the group's id. A group without an association is left out.</returns>
    Task<CallResult<ImmutableDictionary<string, ImmutableArray<string>>>> ReadAssociationsAsync(
        ImmutableArray<string> groupIds, CancellationToken cancellationToken) =>
        Task.FromResult<CallResult<ImmutableDictionary<string, ImmutableArray<string>>>>(
            ImmutableDictionary<string, ImmutableArray<string>>.Empty);

    /// <summary>
    /// Revokes rules of one direction by id, all in one call. NotFound if one of them is gone: then possibly none was revoked.
    /// </summary>
    /// <param name="groupId">The group.</param>
    /// <param name="isEgress">The direction.</param>
    /// <param name="ruleIds">The rules.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<CallResult<Done>> RevokeAsync(string groupId, bool isEgress, ImmutableArray<string> ruleIds, CancellationToken cancellationToken);

    /// <summary>
    /// Authorizes rules of one direction and with the same tags, all in one call. Duplicate if one of them exists: then possibly none was
    /// added.
    /// </summary>
    /// <param name="groupId">The group.</param>
    /// <param name="isEgress">The direction.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<CallResult<Done>> AuthorizeAsync(
        string groupId, bool isEgress, ImmutableArray<SecurityGroupRule> rules, CancellationToken cancellationToken);

    /// <summary>What each of some groups is used for. A group that isn't there is left out. Only commands ask for it.</summary>
    /// <param name="groupIds">The groups.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<CallResult<ImmutableDictionary<string, GroupUse>>> DescribeUsesAsync(
        ImmutableArray<string> groupIds, CancellationToken cancellationToken) =>
        Task.FromResult<CallResult<ImmutableDictionary<string, GroupUse>>>(new CallFailure(
            CallFailureKind.Rejected, "DescribeNetworkInterfaces", "NotSupported", "These groups can't be asked what they are used for."));

    /// <summary>The same groups, for the changes of one incident. If a role is assumed for them, the incident names the session.</summary>
    /// <param name="incidentId">Such as <c>inc-0123456789abcdef</c>.</param>
    /// <returns>These groups themselves if their calls carry no session name.</returns>
    ISecurityGroups ForIncident(string incidentId) => this;
}
