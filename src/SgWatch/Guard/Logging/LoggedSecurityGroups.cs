using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Rules;

namespace SgWatch.Guard.Logging;

/// <summary>Security groups whose calls are written as debug lines.</summary>
internal sealed class LoggedSecurityGroups(ISecurityGroups groups, InvocationSteps steps) : ISecurityGroups
{
    private const int MaxRules = 50;

    public Task<CallResult<SecurityGroup>> ReadAsync(string groupId, CancellationToken cancellationToken) =>
        LogAsync("Read", groupId, groups.ReadAsync(groupId, cancellationToken));

    public Task<CallResult<string>> FindAsync(string groupName, string? vpcId, CancellationToken cancellationToken) =>
        LogAsync("Find", $"{groupName} in {vpcId ?? "the default VPC"}", groups.FindAsync(groupName, vpcId, cancellationToken));

    public Task<CallResult<SecurityGroupPage>> ListAsync(GroupFilter filter, string? nextToken, CancellationToken cancellationToken) =>
        LogAsync("List", $"{filter}", groups.ListAsync(filter, nextToken, cancellationToken));

    public Task<CallResult<PrefixListEntries>> ReadPrefixListAsync(string prefixListId, CancellationToken cancellationToken) =>
        LogAsync("ReadPrefixList", prefixListId, groups.ReadPrefixListAsync(prefixListId, cancellationToken));

    public Task<CallResult<ImmutableDictionary<string, ImmutableSortedDictionary<string, string>>>> ReadTagsAsync(
        ImmutableArray<string> ruleIds, CancellationToken cancellationToken) =>
        LogAsync("ReadTags", $"{ruleIds.Length} rules", groups.ReadTagsAsync(ruleIds, cancellationToken));

    public Task<CallResult<ImmutableDictionary<string, ImmutableArray<string>>>> ReadAssociationsAsync(
        ImmutableArray<string> groupIds, CancellationToken cancellationToken) =>
        LogAsync("ReadAssociations", $"{groupIds.Length} groups", groups.ReadAssociationsAsync(groupIds, cancellationToken));

    public Task<CallResult<Done>> RevokeAsync(
        string groupId, bool isEgress, ImmutableArray<string> ruleIds, CancellationToken cancellationToken) =>
        LogAsync(
            "Revoke", $"{groupId}: {string.Join(", ", ruleIds.Take(MaxRules))}",
            groups.RevokeAsync(groupId, isEgress, ruleIds, cancellationToken));

    public Task<CallResult<Done>> AuthorizeAsync(
        string groupId, bool isEgress, ImmutableArray<SecurityGroupRule> rules, CancellationToken cancellationToken) =>
        LogAsync(
            "Authorize", $"{groupId}: {string.Join(", ", rules.Take(MaxRules))}",
            groups.AuthorizeAsync(groupId, isEgress, rules, cancellationToken));

    public ISecurityGroups ForIncident(string incidentId) => new LoggedSecurityGroups(groups.ForIncident(incidentId), steps);

    private async Task<CallResult<T>> LogAsync<T>(string operation, string what, Task<CallResult<T>> call)
    {
        var result = await call;
        steps.Called(operation, what, result.FailureOrNull);
        return result;
    }
}
