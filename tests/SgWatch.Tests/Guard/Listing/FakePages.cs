using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Rules;

namespace SgWatch.Tests.Guard.Listing;

/// <summary>Groups that can only be listed: each page is what a function makes of its token.</summary>
internal sealed class FakePages(Func<string?, CallResult<SecurityGroupPage>> page) : ISecurityGroups
{
    public List<string?> Tokens { get; } = [];

    public Task<CallResult<SecurityGroupPage>> ListAsync(GroupFilter filter, string? nextToken, CancellationToken cancellationToken)
    {
        Tokens.Add(nextToken);
        return Task.FromResult(page(nextToken));
    }

    public Task<CallResult<SecurityGroup>> ReadAsync(string groupId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<CallResult<string>> FindAsync(string groupName, string? vpcId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<CallResult<PrefixListEntries>> ReadPrefixListAsync(string prefixListId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<CallResult<Done>> RevokeAsync(
        string groupId, bool isEgress, ImmutableArray<string> ruleIds, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<CallResult<Done>> AuthorizeAsync(
        string groupId, bool isEgress, ImmutableArray<SecurityGroupRule> rules, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
