using System.Collections.Immutable;
using SgWatch.Addresses;
using SgWatch.Guard;
using SgWatch.Rules;

namespace SgWatch.Aws.Ec2;

/// <summary>The security groups of a place that can't be reached: every call fails, for one reason.</summary>
internal sealed class FailingSecurityGroups(CallFailure failure) : ISecurityGroups
{
    public Task<CallResult<SecurityGroup>> ReadAsync(string groupId, CancellationToken cancellationToken) => Fail<SecurityGroup>();

    public Task<CallResult<string>> FindAsync(string groupName, string? vpcId, CancellationToken cancellationToken) => Fail<string>();

    public Task<CallResult<SecurityGroupPage>> ListAsync(GroupFilter filter, string? nextToken, CancellationToken cancellationToken) => Fail<SecurityGroupPage>();

    public Task<CallResult<AddressSet>> ReadPrefixListAsync(string prefixListId, CancellationToken cancellationToken) => Fail<AddressSet>();

    public Task<CallResult<Done>> RevokeAsync(
        string groupId, bool isEgress, ImmutableArray<string> ruleIds, CancellationToken cancellationToken) => Fail<Done>();

    public Task<CallResult<Done>> AuthorizeAsync(
        string groupId, bool isEgress, ImmutableArray<SecurityGroupRule> rules, CancellationToken cancellationToken) => Fail<Done>();

    private Task<CallResult<T>> Fail<T>() => Task.FromResult<CallResult<T>>(failure);
}
