using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Rules;

namespace SgWatch.Tests.Guard;

/// <summary>An account that answers no call before it is told to, and then that nothing is there.</summary>
internal sealed class SilentGroups(Task until) : ISecurityGroups
{
    public Task<CallResult<SecurityGroup>> ReadAsync(string groupId, CancellationToken cancellationToken) =>
        Answer<SecurityGroup>(cancellationToken);

    public Task<CallResult<string>> FindAsync(string groupName, string? vpcId, CancellationToken cancellationToken) =>
        Answer<string>(cancellationToken);

    public Task<CallResult<SecurityGroupPage>> ListAsync(GroupFilter filter, string? nextToken, CancellationToken cancellationToken) =>
        Answer<SecurityGroupPage>(cancellationToken);

    public Task<CallResult<PrefixListEntries>> ReadPrefixListAsync(string prefixListId, CancellationToken cancellationToken) =>
        Answer<PrefixListEntries>(cancellationToken);

    public Task<CallResult<Done>> RevokeAsync(
        string groupId, bool isEgress, ImmutableArray<string> ruleIds, CancellationToken cancellationToken) =>
        Answer<Done>(cancellationToken);

    public Task<CallResult<Done>> AuthorizeAsync(
        string groupId, bool isEgress, ImmutableArray<SecurityGroupRule> rules, CancellationToken cancellationToken) =>
            Answer<Done>(cancellationToken);

    private async Task<CallResult<T>> Answer<T>(CancellationToken cancellationToken)
    {
        await until.WaitAsync(cancellationToken);
        return new CallFailure(CallFailureKind.Refused, "Call", "AccessDenied", "the role is gone");
    }
}
