using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Rules;

namespace SgWatch.Aws.Ec2;

/// <summary>Security groups whose every call is forwarded to others, which a derived class chooses for each call.</summary>
internal abstract class ForwardedSecurityGroups : ISecurityGroups
{
    public Task<CallResult<SecurityGroup>> ReadAsync(string groupId, CancellationToken cancellationToken) =>
        ForwardAsync(groups => groups.ReadAsync(groupId, cancellationToken), cancellationToken);

    public Task<CallResult<string>> FindAsync(string groupName, string? vpcId, CancellationToken cancellationToken) =>
        ForwardAsync(groups => groups.FindAsync(groupName, vpcId, cancellationToken), cancellationToken);

    public Task<CallResult<SecurityGroupPage>> ListAsync(GroupFilter filter, string? nextToken, CancellationToken cancellationToken) =>
        ForwardAsync(groups => groups.ListAsync(filter, nextToken, cancellationToken), cancellationToken);

    public Task<CallResult<PrefixListEntries>> ReadPrefixListAsync(string prefixListId, CancellationToken cancellationToken) =>
        ForwardAsync(groups => groups.ReadPrefixListAsync(prefixListId, cancellationToken), cancellationToken);

    public Task<CallResult<ImmutableDictionary<string, ImmutableSortedDictionary<string, string>>>> ReadTagsAsync(
        ImmutableArray<string> ruleIds, CancellationToken cancellationToken) =>
        ForwardAsync(groups => groups.ReadTagsAsync(ruleIds, cancellationToken), cancellationToken);

    public Task<CallResult<ImmutableDictionary<string, ImmutableArray<string>>>> ReadAssociationsAsync(
        ImmutableArray<string> groupIds, CancellationToken cancellationToken) =>
        ForwardAsync(groups => groups.ReadAssociationsAsync(groupIds, cancellationToken), cancellationToken);

    public Task<CallResult<Done>> RevokeAsync(
        string groupId, bool isEgress, ImmutableArray<string> ruleIds, CancellationToken cancellationToken) =>
        ForwardAsync(groups => groups.RevokeAsync(groupId, isEgress, ruleIds, cancellationToken), cancellationToken);

    public Task<CallResult<Done>> AuthorizeAsync(
        string groupId, bool isEgress, ImmutableArray<SecurityGroupRule> rules, CancellationToken cancellationToken) =>
        ForwardAsync(groups => groups.AuthorizeAsync(groupId, isEgress, rules, cancellationToken), cancellationToken);

    public Task<CallResult<ImmutableDictionary<string, GroupUse>>> DescribeUsesAsync(
        ImmutableArray<string> groupIds, CancellationToken cancellationToken) =>
        ForwardAsync(groups => groups.DescribeUsesAsync(groupIds, cancellationToken), cancellationToken);

    public abstract ISecurityGroups ForIncident(string incidentId);

    /// <summary>Makes a call on the right groups, or fails if they can't be reached.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Ends what has to be done before the call.</param>
    protected abstract Task<CallResult<T>> ForwardAsync<T>(
        Func<ISecurityGroups, Task<CallResult<T>>> call, CancellationToken cancellationToken);
}
