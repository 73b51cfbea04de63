using System.Collections.Concurrent;
using System.Collections.Immutable;
using SgWatch.Addresses;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Retrying;
using SgWatch.Rules;

namespace SgWatch.Guard.Limiting;

/// <summary>An account's groups as a sweep uses them: in its own time, each prefix list read once.</summary>
/// <remarks>
/// EC2 refills an account's bucket with 20 reading and 5 changing calls a second, and the account's own users draw from the same one: a
/// sweep takes less than half. A call whose turn would come too late fails as transient instead of waiting.
/// Source: Amazon EC2 Developer Guide, "Request throttling for the Amazon EC2 API".
/// </remarks>
internal sealed class RateLimitedSecurityGroups(ISecurityGroups groups, Retry retry, GuardOptions options, TimeProvider time) : ISecurityGroups
{
    private const int CallsOfRead = 2; // DescribeSecurityGroups, DescribeSecurityGroupRules
    private const int CallsOfFind = 2; // DescribeVpcs, DescribeSecurityGroups
    private const int CallsOfPrefixList = 10; // 1,000 entries, the most a list has, come on 10 pages

    private readonly CallRateLimiter _reads = new(options.SweepReadsPerSecond, time);
    private readonly CallRateLimiter _changes = new(options.SweepChangesPerSecond, time);
    private readonly ConcurrentDictionary<string, AddressSet> _lists = new(StringComparer.Ordinal);

    public Task<CallResult<SecurityGroup>> ReadAsync(string groupId, CancellationToken cancellationToken) =>
        CallAsync(_reads, CallsOfRead, () => groups.ReadAsync(groupId, cancellationToken), cancellationToken);

    public Task<CallResult<string>> FindAsync(string groupName, string? vpcId, CancellationToken cancellationToken) =>
        CallAsync(_reads, CallsOfFind, () => groups.FindAsync(groupName, vpcId, cancellationToken), cancellationToken);

    public async Task<CallResult<SecurityGroupPage>> ListAsync(GroupFilter filter, string? nextToken, CancellationToken cancellationToken)
    {
        var result = await CallAsync(_reads, 1, () => groups.ListAsync(filter, nextToken, cancellationToken), cancellationToken);
        _reads.Charge(result is CallResult<SecurityGroupPage>.Ok(var page) ? Math.Max(page.Calls - 1, 0) : 1);
        return result;
    }

    public async Task<CallResult<AddressSet>> ReadPrefixListAsync(string prefixListId, CancellationToken cancellationToken)
    {
        if (_lists.TryGetValue(prefixListId, out var known))
        {
            return known;
        }
        var result = await CallAsync(_reads, CallsOfPrefixList, () => groups.ReadPrefixListAsync(prefixListId, cancellationToken), cancellationToken);
        if (result is CallResult<AddressSet>.Ok(var entries))
        {
            _lists[prefixListId] = entries;
        }
        return result;
    }

    public Task<CallResult<Done>> RevokeAsync(
        string groupId, bool isEgress, ImmutableArray<string> ruleIds, string? incidentId, CancellationToken cancellationToken) =>
        CallAsync(_changes, 1, () => groups.RevokeAsync(groupId, isEgress, ruleIds, incidentId, cancellationToken), cancellationToken);

    public Task<CallResult<Done>> AuthorizeAsync(
        string groupId, bool isEgress, ImmutableArray<SecurityGroupRule> rules, string? incidentId, CancellationToken cancellationToken) =>
        CallAsync(_changes, 1, () => groups.AuthorizeAsync(groupId, isEgress, rules, incidentId, cancellationToken), cancellationToken);

    private async Task<CallResult<T>> CallAsync<T>(CallRateLimiter pace, int calls, Func<Task<CallResult<T>>> call, CancellationToken cancellationToken)
    {
        if (!retry.HasTimeFor(pace.Wait))
        {
            return new CallFailure(CallFailureKind.Transient, "Sweep", "OutOfTime", "the time was up before the sweep's next call was due");
        }
        await pace.TakeAsync(calls, cancellationToken);
        return await call();
    }
}
