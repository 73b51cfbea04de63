using System.Collections.Immutable;
using SgWatch.Addresses;
using SgWatch.Guard;
using SgWatch.Rules;

namespace SgWatch.Aws.Members;

/// <summary>The security groups of another account, by the role that the guard has there.</summary>
internal sealed class MemberSecurityGroups(MemberSessions sessions, string account, string region) : ISecurityGroups
{
    public Task<CallResult<SecurityGroup>> ReadAsync(string groupId, CancellationToken cancellationToken) =>
        ReadingAsync(groups => groups.ReadAsync(groupId, cancellationToken), cancellationToken);

    public Task<CallResult<string>> FindAsync(string groupName, string? vpcId, CancellationToken cancellationToken) =>
        ReadingAsync(groups => groups.FindAsync(groupName, vpcId, cancellationToken), cancellationToken);

    public Task<CallResult<SecurityGroupPage>> ListAsync(GroupFilter filter, string? nextToken, CancellationToken cancellationToken) =>
        ReadingAsync(groups => groups.ListAsync(filter, nextToken, cancellationToken), cancellationToken);

    public Task<CallResult<AddressSet>> ReadPrefixListAsync(string prefixListId, CancellationToken cancellationToken) =>
        ReadingAsync(groups => groups.ReadPrefixListAsync(prefixListId, cancellationToken), cancellationToken);

    public Task<CallResult<Done>> RevokeAsync(
        string groupId, bool isEgress, ImmutableArray<string> ruleIds, CancellationToken cancellationToken) =>
        ChangingAsync(groupId, groups => groups.RevokeAsync(groupId, isEgress, ruleIds, cancellationToken), cancellationToken);

    public Task<CallResult<Done>> AuthorizeAsync(
        string groupId, bool isEgress, ImmutableArray<SecurityGroupRule> rules, CancellationToken cancellationToken) =>
        ChangingAsync(groupId, groups => groups.AuthorizeAsync(groupId, isEgress, rules, cancellationToken), cancellationToken);

    private Task<CallResult<T>> ReadingAsync<T>(Func<ISecurityGroups, Task<CallResult<T>>> call, CancellationToken cancellationToken) =>
        CallAsync(sessions.ForReading(account), call, cancellationToken);

    private Task<CallResult<T>> ChangingAsync<T>(string groupId, Func<ISecurityGroups, Task<CallResult<T>>> call, CancellationToken cancellationToken) =>
        CallAsync(sessions.ForChanging(account, groupId), call, cancellationToken);

    private async Task<CallResult<T>> CallAsync<T>(
        MemberSession session, Func<ISecurityGroups, Task<CallResult<T>>> call, CancellationToken cancellationToken) =>
        await session.OpenAsync(region, cancellationToken) switch
        {
            CallResult<ISecurityGroups>.Ok(var groups) => await call(groups),
            CallResult<ISecurityGroups>.Failed(var failure) => failure,
            var other => throw new System.Diagnostics.UnreachableException($"MemberSecurityGroups has no case for {other.GetType().Name}."),
        };
}
