using System.Collections.Immutable;
using SgWatch.Addresses;
using SgWatch.Guard;
using SgWatch.Rules;

namespace SgWatch.Aws.Ec2;

/// <summary>The guard's own groups, for an event that names an account: every call first makes sure that it is the guard's own.</summary>
internal sealed class AccountSecurityGroups(ISecurityGroups own, string account, OwnAccount ownAccount) : ISecurityGroups
{
    /// <summary>Why nothing is done in another account: the guard has no role there, and acting in its own would hit the wrong group.</summary>
    public static CallFailure NoMemberRole(string account, string own) => new(
        CallFailureKind.Refused, "AssumeRole", "NoMemberRole",
        $"The group belongs to account {account}; the guard runs in {own} and has no role in other accounts.");

    public Task<CallResult<SecurityGroup>> ReadAsync(string groupId, CancellationToken cancellationToken) =>
        CheckAsync(groups => groups.ReadAsync(groupId, cancellationToken), cancellationToken);

    public Task<CallResult<string>> FindAsync(string groupName, string? vpcId, CancellationToken cancellationToken) =>
        CheckAsync(groups => groups.FindAsync(groupName, vpcId, cancellationToken), cancellationToken);

    public Task<CallResult<SecurityGroupPage>> ListAsync(string? nextToken, CancellationToken cancellationToken) =>
        CheckAsync(groups => groups.ListAsync(nextToken, cancellationToken), cancellationToken);

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
            CallResult<string>.Ok(var id) when id != account => NoMemberRole(account, id),
            _ => await call(own),
        };
}
