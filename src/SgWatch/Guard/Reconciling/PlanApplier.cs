using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Retrying;
using SgWatch.Rules;
using SgWatch.Verdicts;

namespace SgWatch.Guard.Reconciling;

/// <summary>Applies plans to one group as far as they can be applied: authorizes first, then revokes by rule id.</summary>
/// <remarks>
/// A rule that is already gone, or there, is success. One rule that EC2 refuses never keeps the others of its batch: after a refused batch
/// each rule goes by itself.
/// </remarks>
/// <param name="groups">Changes the group.</param>
/// <param name="groupId">The group.</param>
/// <param name="changes">Notes what was done.</param>
/// <param name="retry">Tries again.</param>
/// <param name="time">The clock.</param>
internal sealed class PlanApplier(ISecurityGroups groups, string groupId, GroupChanges changes, Retry retry, TimeProvider time)
{
    private const string QuotaReached = "RulesPerSecurityGroupLimitExceeded";

    private static readonly CallFailure NotShownYet = new(
        CallFailureKind.Transient, "Revoke", "NotShownYet", "EC2 doesn't show yet a rule that was just added, so its id isn't known");

    /// <summary>Applies a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="incidentId">The incident that it belongs to.</param>
    /// <param name="cancellationToken">Ends the work between two calls.</param>
    public async Task<AppliedPlan> ApplyAsync(Plan plan, string incidentId, CancellationToken cancellationToken)
    {
        var named = groups.ForIncident(incidentId);
        var failed = new List<FailedRule>();
        foreach (var alike in Alike(plan.Authorize))
        {
            failed.AddRange(await AuthorizeAsync(named, alike[0].IsEgress, alike, cancellationToken));
        }
        var waiting = Waiting(plan, failed);
        // what EC2 refuses to add, because a quota is reached for example, must not keep what is forbidden in place
        var revoke = plan.Revoke.Where(rule => !waiting.Contains(rule)).ToLookup(rule => rule.SecurityGroupRuleId is not null);
        var unrevoked = revoke[false].Select(rule => new FailedRule(rule, NotShownYet)).ToList();
        foreach (var direction in revoke[true].GroupBy(rule => rule.IsEgress))
        {
            unrevoked.AddRange(await RevokeAsync(named, direction.Key, [.. direction], cancellationToken));
        }
        if (revoke[true].Any())
        {
            failed = await AuthorizeIntoRoomAsync(named, failed, cancellationToken);
        }
        changes.NoteUnauthorized(failed.Where(rule => rule.Why.Kind != CallFailureKind.Transient));
        return AppliedPlan.Of([.. failed, .. unrevoked]);
    }

    // once rules are gone there may be room for what the quota refused
    private async Task<List<FailedRule>> AuthorizeIntoRoomAsync(
        ISecurityGroups named, List<FailedRule> failed, CancellationToken cancellationToken)
    {
        var refused = failed.ToLookup(rule => rule.Why.Code == QuotaReached);
        var still = refused[false].ToList();
        foreach (var alike in Alike(refused[true].Select(rule => rule.Rule)))
        {
            still.AddRange(await AuthorizeAsync(named, alike[0].IsEgress, alike, cancellationToken));
        }
        return still;
    }

    // what one call may authorize
    private static IEnumerable<ImmutableArray<SecurityGroupRule>> Alike(IEnumerable<SecurityGroupRule> rules) => rules
        .GroupBy(rule => (rule.IsEgress, Tags: string.Join('\n', rule.Tags.Select(tag => $"{tag.Key}\n{tag.Value}"))))
        .Select(alike => alike.ToImmutableArray());

    // no rule is taken away while what replaces it may still come
    private static HashSet<SecurityGroupRule> Waiting(Plan plan, List<FailedRule> failed)
    {
        var mayCome = failed.Where(rule => rule.Why.Kind == CallFailureKind.Transient).Select(rule => rule.Rule).ToHashSet();
        return [.. plan.Replacements.Where(pair => mayCome.Contains(pair.Authorized)).Select(pair => pair.Revoked)];
    }

    private async Task<IEnumerable<FailedRule>> AuthorizeAsync(
        ISecurityGroups named, bool isEgress, ImmutableArray<SecurityGroupRule> rules, CancellationToken cancellationToken)
    {
        var result = await CallAsync("authorize", isEgress, rules, changes.DoubtAuthorizes,
            token => named.AuthorizeAsync(groupId, isEgress, rules, token), cancellationToken);
        switch (result.FailureOrNull)
        {
            case null:
                changes.NoteAuthorized(rules);
                return [];
            case { Kind: CallFailureKind.Duplicate } when rules.Length == 1:
                changes.NoteThere(rules[0]);
                return [];
            case { Kind: CallFailureKind.Duplicate or CallFailureKind.NotFound or CallFailureKind.Rejected } when rules.Length > 1:
                return await AuthorizeOneByOneAsync(named, isEgress, rules, cancellationToken);
            case var failure:
                return rules.Select(rule => new FailedRule(rule, failure));
        }
    }

    // until the quota is reached: the calls after that would be as many as there are rules, and in vain
    private async Task<IEnumerable<FailedRule>> AuthorizeOneByOneAsync(
        ISecurityGroups named, bool isEgress, ImmutableArray<SecurityGroupRule> rules, CancellationToken cancellationToken)
    {
        var failed = new List<FailedRule>();
        var full = new Dictionary<Type, CallFailure>(); // by the kind of peer: IPv4 and IPv6 each have a quota
        foreach (var rule in rules)
        {
            if (full.TryGetValue(rule.Peer.GetType(), out var why))
            {
                failed.Add(new(rule, why));
                continue;
            }
            failed.AddRange(await AuthorizeAsync(named, isEgress, [rule], cancellationToken));
            if (failed is [.., { Why: { Code: QuotaReached } reached } last] && last.Rule == rule && rule.Peer is not Peer.PrefixList)
            {
                full.Add(rule.Peer.GetType(), reached); // a prefix list counts with its size, so a smaller one may still fit
            }
        }
        return failed;
    }

    private async Task<IEnumerable<FailedRule>> RevokeAsync(
        ISecurityGroups named, bool isEgress, ImmutableArray<SecurityGroupRule> rules, CancellationToken cancellationToken)
    {
        ImmutableArray<string> ids = [.. rules.Select(rule => rule.SecurityGroupRuleId).OfType<string>()];
        var result = await CallAsync("revoke", isEgress, rules, changes.DoubtRevokes,
            token => named.RevokeAsync(groupId, isEgress, ids, token), cancellationToken);
        switch (result.FailureOrNull)
        {
            case null:
                changes.NoteRevoked(rules);
                return [];
            case { Kind: CallFailureKind.NotFound } when rules.Length == 1:
                changes.NoteGone(rules[0]);
                return [];
            case { Kind: CallFailureKind.NotFound or CallFailureKind.Rejected } when rules.Length > 1:
                var failed = new List<FailedRule>();
                foreach (var rule in rules)
                {
                    failed.AddRange(await RevokeAsync(named, isEgress, [rule], cancellationToken));
                }
                return failed;
            case var failure:
                return rules.Select(rule => new FailedRule(rule, failure));
        }
    }

    private Task<CallResult<Done>> CallAsync(
        string verb, bool isEgress, ImmutableArray<SecurityGroupRule> rules, Action<ImmutableArray<SecurityGroupRule>> doubt,
        Func<CancellationToken, Task<CallResult<Done>>> call, CancellationToken cancellationToken) => retry.RunAsync(
        async token =>
        {
            var answer = await DoubtAsync(() => call(token), () => doubt(rules));
            var failure = answer.FailureOrNull;
            ImmutableArray<string> named = [.. rules.Select(rule => rule.SecurityGroupRuleId ?? rule.ToString())];
            changes.NoteCall(new($"{verb} {(isEgress ? "egress" : "ingress")}", named, failure?.Code ?? "ok", time.GetUtcNow()));
            return answer;
        },
        cancellationToken);

    // a call that is ended before its answer may have done its work too
    private static async Task<CallResult<Done>> DoubtAsync(Func<Task<CallResult<Done>>> call, Action doubt)
    {
        var isAnswered = false;
        try
        {
            var answer = await call();
            isAnswered = answer.FailureOrNull is not { Kind: CallFailureKind.Transient };
            return answer;
        }
        finally
        {
            if (!isAnswered)
            {
                doubt();
            }
        }
    }
}
