using SgWatch.Aws.Accounts;
using SgWatch.Aws.Connections;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Limiting;
using SgWatch.Guard.Ports;
using SgWatch.Rules;

namespace SgWatch.Aws.CloudTrail;

/// <summary>Finds the calls of the past by CloudTrail's LookupEvents, in the account and region of the group.</summary>
/// <remarks>
/// A rule that isn't remembered is looked for by its own id, then by its group's. AWS doesn't say that a rule's id is a resource of its
/// calls. A rule that changed is looked for by the name of the call, because nobody says that ModifySecurityGroupRules is found by a
/// resource. So is one that isn't remembered and that its own call made otherwise. An event that can't be read in full is nobody's
/// answer, because it may have made any rule.
/// </remarks>
/// <param name="connection">The guard's own identity.</param>
/// <param name="ownAccount">The guard's own account.</param>
/// <param name="members">The sessions in other accounts; null if the guard has no role there.</param>
/// <param name="time">The clock of signatures, time limits and pauses.</param>
public sealed class CloudTrailCallHistory(AwsConnection connection, OwnAccount ownAccount, MemberSessions? members, TimeProvider time)
    : ICallHistory
{
    private const string Operation = "LookupEvents";
    private const string ByResource = "ResourceName";
    private const string ByName = "EventName";
    private const string Modify = "ModifySecurityGroupRules";
    private const int MaxLimiters = 1000;

    private readonly AccountCredentials _credentials = new(ownAccount, members);
    private readonly LeastRecentlyUsed<AccountRegion, CallRateLimiter> _limiters = new(MaxLimiters);

    /// <summary>How often it calls CloudTrail in an account and region. Default: once a second, half of what CloudTrail grants.</summary>
    public double CallsPerSecond { get; init; } = 1;

    /// <inheritdoc/>
    public async Task<CallResult<Origin?>> FindMakerAsync(
        AccountRegion accountRegion, string groupId, SecurityGroupRule rule, bool isModified, CancellationToken cancellationToken)
    {
        var region = accountRegion.Region ?? connection.Region;
        var credentials = await _credentials.GetAsync(accountRegion.Account, region, Operation, cancellationToken);
        if (!credentials.TryGet(out var keys, out var failure))
        {
            return failure;
        }
        var search = new CallSearch(
            new(connection, region, time, keys), _limiters.Get(accountRegion, () => new(CallsPerSecond, time)));
        return (isModified, rule.Peer) switch
        {
            (true, Peer.PrefixList(var list)) => await FindOnlyOneAsync(search, groupId, rule, list, cancellationToken),
            (true, _) => await FindLatestAsync(search, groupId, rule, [(ByName, Modify)], cancellationToken),
            _ => await FindLatestAsync(
                search, groupId, rule, [(ByResource, rule.SecurityGroupRuleId ?? groupId), (ByResource, groupId), (ByName, Modify)],
                cancellationToken),
        };
    }

    private static async Task<CallResult<Origin?>> FindLatestAsync(
        CallSearch search, string groupId, SecurityGroupRule rule, (string Key, string Value)[] questions,
        CancellationToken cancellationToken)
    {
        var wasOther = questions is [(ByName, _)];
        foreach (var (key, value) in questions.Distinct().Where(question => question.Key != ByName || wasOther))
        {
            var makers = new MakerSearch(groupId, rule);
            var searched = await search.RunAsync(key, value, makers.Read, cancellationToken);
            if (!searched.TryGet(out var isWhole, out var failure))
            {
                return failure;
            }
            if (isWhole && makers.Maker is { } maker)
            {
                return maker;
            }
            wasOther |= makers.WasOther;
        }
        return new CallResult<Origin?>.Ok(null);
    }

    // The rule may have been modified, or its list. Which call made it admit more isn't in the calls. So there is an answer only if every
    // such call was made by the same principal.
    private static async Task<CallResult<Origin?>> FindOnlyOneAsync(
        CallSearch search, string groupId, SecurityGroupRule rule, string list, CancellationToken cancellationToken)
    {
        var makers = new List<Origin>();
        foreach (var name in new[] { Modify, "ModifyManagedPrefixList", "RestoreManagedPrefixListVersion" })
        {
            var searched = await search.RunAsync(ByName, name, record =>
            {
                if (record.Contains(list, StringComparison.Ordinal) || record.Contains(rule.SecurityGroupRuleId!, StringComparison.Ordinal))
                {
                    makers.AddRange(ChangedRules.Of(MakerSearch.ChangesOf(record, groupId)).MakersOf(rule)
                        .Where(change => change.MakesRules).Select(change => change.Origin));
                }
                return false;
            }, cancellationToken);
            if (!searched.TryGet(out var isWhole, out var failure))
            {
                return failure;
            }
            if (!isWhole)
            {
                return new CallResult<Origin?>.Ok(null);
            }
        }
        var isOne = makers.DistinctBy(maker => maker.Actor?.Principal).Count() == 1;
        return new CallResult<Origin?>.Ok(isOne ? makers.MaxBy(maker => maker.EventTime) : null);
    }
}
