using System.Collections.Immutable;
using SgWatch.Addresses;
using SgWatch.Guard;
using SgWatch.Rules;

namespace SgWatch.Aws.Ec2;

/// <summary>The groups of an account that may or may not be the guard's own: every call first makes sure which.</summary>
/// <param name="own">The guard's own groups.</param>
/// <param name="account">The account named.</param>
/// <param name="ownAccount">The guard's own account.</param>
/// <param name="other">The account's groups, if it is another one.</param>
internal sealed class AccountSecurityGroups(ISecurityGroups own, string account, OwnAccount ownAccount, ISecurityGroups other) : ISecurityGroups
{
    public Task<CallResult<SecurityGroup>> ReadAsync(string groupId, CancellationToken cancellationToken) =>
        CheckAsync(groups => groups.ReadAsync(groupId, cancellationToken), cancellationToken);

    public Task<CallResult<string>> FindAsync(string groupName, string? vpcId, CancellationToken cancellationToken) =>
        CheckAsync(groups => groups.FindAsync(groupName, vpcId, cancellationToken), cancellationToken);

    public Task<CallResult<SecurityGroupPage>> ListAsync(GroupFilter filter, string? nextToken, CancellationToken cancellationToken) =>
        CheckAsync(groups => groups.ListAsync(filter, nextToken, cancellationToken), cancellationToken);

    public Task<CallResult<AddressSet>> ReadPrefixListAsync(string prefixListId, CancellationToken cancellationToken) =>
        CheckAsync(groups => groups.ReadPrefixListAsync(prefixListId, cancellationToken), cancellationToken);

    public Task<CallResult<Done>> RevokeAsync(
        string groupId, bool isEgress, ImmutableArray<string> ruleIds, CancellationToken cancellationToken) =>
        CheckAsync(groups => groups.RevokeAsync(groupId, isEgress, ruleIds, cancellationToken), cancellationToken);

    public Task<CallResult<Done>> AuthorizeAsync(
        string groupId, bool isEgress, ImmutableArray<SecurityGroupRule> rules, CancellationToken cancellationToken) =>
        CheckAsync(groups => groups.AuthorizeAsync(groupId, isEgress, rules, cancellationToken), cancellationToken);

    private async Task<CallResult<T>> CheckAsync<T>(Func<ISecurityGroups, Task<CallResult<T>>> call, CancellationToken cancellationToken) =>
        await ownAccount.GetAsync(cancellationToken) switch
        {
            CallResult<string>.Failed(var failure) => failure,
            CallResult<string>.Ok(var id) when id != account => await call(other),
            _ => await call(own),
        };
}
