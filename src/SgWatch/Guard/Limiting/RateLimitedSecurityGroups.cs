using System.Collections.Concurrent;
using System.Collections.Immutable;
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
internal sealed class RateLimitedSecurityGroups : ISecurityGroups
{
    private const int CallsOfRead = 2; // DescribeSecurityGroups, DescribeSecurityGroupRules
    private const int CallsOfFind = 2; // DescribeVpcs, DescribeSecurityGroups
    private const int CallsOfPrefixList = 11; // its state, and 1,000 entries, the most a list has, on 10 pages

    private readonly ISecurityGroups _groups;
    private readonly Retry _retry;
    private readonly CallRateLimiter _reads;
    private readonly CallRateLimiter _changes;
    private readonly ConcurrentDictionary<string, PrefixListEntries> _lists;

    /// <param name="groups">The groups.</param>
    /// <param name="retry">Knows how much time is left.</param>
    /// <param name="options">How many calls a second there may be.</param>
    /// <param name="time">The clock.</param>
    public RateLimitedSecurityGroups(ISecurityGroups groups, Retry retry, GuardOptions options, TimeProvider time)
        : this(groups, retry, new(options.SweepReadsPerSecond, time), new(options.SweepChangesPerSecond, time), new(StringComparer.Ordinal))
    {
    }

    private RateLimitedSecurityGroups(
        ISecurityGroups groups, Retry retry, CallRateLimiter reads, CallRateLimiter changes,
        ConcurrentDictionary<string, PrefixListEntries> lists) =>
        (_groups, _retry, _reads, _changes, _lists) = (groups, retry, reads, changes, lists);

    /// <inheritdoc/>
    public ISecurityGroups ForIncident(string incidentId) =>
        new RateLimitedSecurityGroups(_groups.ForIncident(incidentId), _retry, _reads, _changes, _lists);

    public Task<CallResult<SecurityGroup>> ReadAsync(string groupId, CancellationToken cancellationToken) =>
        CallAsync(_reads, CallsOfRead, () => _groups.ReadAsync(groupId, cancellationToken), cancellationToken);

    public Task<CallResult<string>> FindAsync(string groupName, string? vpcId, CancellationToken cancellationToken) =>
        CallAsync(_reads, CallsOfFind, () => _groups.FindAsync(groupName, vpcId, cancellationToken), cancellationToken);

    public async Task<CallResult<SecurityGroupPage>> ListAsync(GroupFilter filter, string? nextToken, CancellationToken cancellationToken)
    {
        var result = await CallAsync(_reads, 1, () => _groups.ListAsync(filter, nextToken, cancellationToken), cancellationToken);
        _reads.Charge(result is CallResult<SecurityGroupPage>.Ok(var page) ? Math.Max(page.Calls - 1, 0) : 1);
        return result;
    }

    public async Task<CallResult<PrefixListEntries>> ReadPrefixListAsync(string prefixListId, CancellationToken cancellationToken)
    {
        if (_lists.TryGetValue(prefixListId, out var known))
        {
            return known;
        }
        var result = await CallAsync(
            _reads, CallsOfPrefixList, () => _groups.ReadPrefixListAsync(prefixListId, cancellationToken), cancellationToken);
        if (result is CallResult<PrefixListEntries>.Ok(var entries))
        {
            _lists[prefixListId] = entries;
        }
        return result;
    }

    public Task<CallResult<ImmutableDictionary<string, ImmutableSortedDictionary<string, string>>>> ReadTagsAsync(
        ImmutableArray<string> ruleIds, CancellationToken cancellationToken) =>
        CallAsync(_reads, 1, () => _groups.ReadTagsAsync(ruleIds, cancellationToken), cancellationToken);

    public Task<CallResult<ImmutableDictionary<string, ImmutableArray<string>>>> ReadAssociationsAsync(
        ImmutableArray<string> groupIds, CancellationToken cancellationToken) =>
        CallAsync(_reads, 1, () => _groups.ReadAssociationsAsync(groupIds, cancellationToken), cancellationToken);

    public Task<CallResult<Done>> RevokeAsync(
        string groupId, bool isEgress, ImmutableArray<string> ruleIds, CancellationToken cancellationToken) =>
        CallAsync(_changes, 1, () => _groups.RevokeAsync(groupId, isEgress, ruleIds, cancellationToken), cancellationToken);

    public Task<CallResult<Done>> AuthorizeAsync(
        string groupId, bool isEgress, ImmutableArray<SecurityGroupRule> rules, CancellationToken cancellationToken) =>
        CallAsync(_changes, 1, () => _groups.AuthorizeAsync(groupId, isEgress, rules, cancellationToken), cancellationToken);

    private async Task<CallResult<T>> CallAsync<T>(
        CallRateLimiter limiter, int calls, Func<Task<CallResult<T>>> call, CancellationToken cancellationToken)
    {
        if (!_retry.HasTimeFor(limiter.Wait))
        {
            return new CallFailure(CallFailureKind.Transient, "Sweep", "OutOfTime", "the time was up before the sweep's next call was due");
        }
        await limiter.TakeAsync(calls, cancellationToken);
        return await call();
    }
}
