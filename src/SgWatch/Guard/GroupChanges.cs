using System.Collections.Immutable;
using SgWatch.Remediation;
using SgWatch.Rules;

namespace SgWatch.Guard;

/// <summary>Carries out a plan on one group: authorizes first, then revokes by rule id. Remembers what it changed.</summary>
/// <remarks>
/// A rule that is already gone is success. One rule that can't be revoked never keeps the others of its batch: after a failed batch each
/// rule is revoked by itself. A rule counts as revoked by the guard if EC2 said so, or if the answer to a call that revokes it was lost and
/// the rule is gone when the group is read again: then the call most likely did its work, and telling twice is better than not at all.
/// </remarks>
internal sealed class GroupChanges(ISecurityGroups groups, string groupId, Retry retry)
{
    private readonly List<SecurityGroupRule> _revoked = [];
    private readonly List<SecurityGroupRule> _authorized = [];
    private readonly HashSet<SecurityGroupRule> _inDoubt = [];

    /// <summary>The rules taken away so far.</summary>
    public ImmutableArray<SecurityGroupRule> Revoked => [.. _revoked];

    /// <summary>The rules added so far.</summary>
    public ImmutableArray<SecurityGroupRule> Authorized => [.. _authorized];

    /// <summary>Whether nothing was changed so far.</summary>
    public bool IsEmpty => _revoked.Count == 0 && _authorized.Count == 0;

    /// <summary>Settles the calls whose answer was lost by what the group holds now.</summary>
    public void Settle(SecurityGroup now)
    {
        var ids = now.Rules.Select(rule => rule.SecurityGroupRuleId).ToHashSet();
        _revoked.AddRange(_inDoubt.Where(rule => !ids.Contains(rule.SecurityGroupRuleId)));
        _inDoubt.Clear();
    }

    /// <summary>Carries out a plan as far as it can be.</summary>
    /// <returns>The gravest failure, or null if all was done.</returns>
    public async Task<CallFailure?> ApplyAsync(Plan plan, CancellationToken cancellationToken)
    {
        CallFailure? worst = null;
        foreach (var direction in plan.Authorize.GroupBy(rule => rule.IsEgress))
        {
            worst = Worse(worst, await AuthorizeAsync(direction.Key, [.. direction], cancellationToken));
        }
        if (worst is { Kind: CallFailureKind.Transient })
        {
            return worst; // nothing is taken away while the replacement may yet come
        }
        // what EC2 won't add, for a group filled to its quota say, must not keep what is forbidden in place
        foreach (var direction in plan.Revoke.GroupBy(rule => rule.IsEgress))
        {
            worst = Worse(worst, await RevokeAsync(direction.Key, [.. direction], cancellationToken));
        }
        return worst;
    }

    private async Task<CallFailure?> AuthorizeAsync(bool isEgress, ImmutableArray<SecurityGroupRule> rules, CancellationToken cancellationToken)
    {
        var result = await retry.RunAsync(token => groups.AuthorizeAsync(groupId, isEgress, rules, token), cancellationToken);
        switch (result)
        {
            case CallResult<Done>.Ok:
                _authorized.AddRange(rules);
                return null;
            case CallResult<Done>.Failed { Failure.Kind: CallFailureKind.Duplicate } when rules.Length == 1:
                return null;
            case CallResult<Done>.Failed { Failure.Kind: CallFailureKind.Duplicate }:
                return await OneByOneAsync(rules, rule => AuthorizeAsync(isEgress, [rule], cancellationToken));
            default:
                return ((CallResult<Done>.Failed)result).Failure;
        }
    }

    private async Task<CallFailure?> RevokeAsync(bool isEgress, ImmutableArray<SecurityGroupRule> rules, CancellationToken cancellationToken)
    {
        ImmutableArray<string> ids = [.. rules.Select(rule => rule.SecurityGroupRuleId!)];
        var result = await retry.RunAsync(
            async token =>
            {
                var answer = await groups.RevokeAsync(groupId, isEgress, ids, token);
                if (answer is CallResult<Done>.Failed { Failure.Kind: CallFailureKind.Transient })
                {
                    _inDoubt.UnionWith(rules);
                }
                return answer;
            },
            cancellationToken);
        switch (result)
        {
            case CallResult<Done>.Ok:
                _revoked.AddRange(rules);
                _inDoubt.ExceptWith(rules);
                return null;
            case CallResult<Done>.Failed { Failure.Kind: CallFailureKind.NotFound } when rules.Length == 1:
                return null;
            case CallResult<Done>.Failed { Failure.Kind: CallFailureKind.NotFound or CallFailureKind.Rejected } when rules.Length > 1:
                return await OneByOneAsync(rules, rule => RevokeAsync(isEgress, [rule], cancellationToken));
            default:
                return ((CallResult<Done>.Failed)result).Failure;
        }
    }

    private static async Task<CallFailure?> OneByOneAsync(
        ImmutableArray<SecurityGroupRule> rules, Func<SecurityGroupRule, Task<CallFailure?>> change)
    {
        CallFailure? worst = null;
        foreach (var rule in rules)
        {
            worst = Worse(worst, await change(rule));
        }
        return worst;
    }

    private static CallFailure? Worse(CallFailure? a, CallFailure? b) => a is null || b?.Kind == CallFailureKind.Refused ? b ?? a : a;
}
