using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Retrying;
using SgWatch.Incidents;
using SgWatch.Rules;
using SgWatch.Verdicts;

namespace SgWatch.Guard.Reconciling;

/// <summary>Carries out a plan on one group: authorizes first, then revokes by rule id. Remembers what it changed, and every call.</summary>
/// <remarks>
/// A rule that is already gone is success. One rule that can't be revoked never keeps the others of its batch: after a failed batch each
/// rule is revoked by itself. A rule counts as revoked by the guard if EC2 said so, or if the answer to a call that revokes it was lost and
/// the rule is gone when the group is read again: then the call most likely did its work, and telling twice is better than not at all. So
/// does a rule count as added if the answer to the call that adds it was lost, and it has come since.
/// </remarks>
internal sealed class GroupChanges(ISecurityGroups groups, string groupId, Retry retry, TimeProvider time)
{
    private const int MaxCalls = 200; // a group that takes more has been fought over; the first ones tell how

    private readonly List<SecurityGroupRule> _revoked = [];
    private readonly List<SecurityGroupRule> _authorized = [];
    private readonly List<CallMade> _calls = [];
    private readonly HashSet<SecurityGroupRule> _inDoubt = [];
    private readonly HashSet<SecurityGroupRule> _addedInDoubt = [];
    private readonly HashSet<SecurityGroupRule> _gone = [];
    private readonly HashSet<SecurityGroupRule> _present = [];
    private HashSet<string?>? _before;

    /// <summary>The rules taken away so far.</summary>
    public ImmutableArray<SecurityGroupRule> Revoked => [.. _revoked];

    /// <summary>The rules added so far; with their ids once the group was read again.</summary>
    public ImmutableArray<SecurityGroupRule> Authorized => [.. _authorized];

    /// <summary>The calls made so far.</summary>
    public ImmutableArray<CallMade> Calls => [.. _calls];

    /// <summary>Whether nothing was changed so far.</summary>
    public bool IsEmpty => _revoked.Count == 0 && _authorized.Count == 0;

    /// <summary>Whether somebody else was quicker with a part of it.</summary>
    public bool IsShared => _gone.Count + _present.Count > 0;

    /// <summary>Puts in doubt what another guard set out to change: a former try, or one that is at it too.</summary>
    /// <param name="planned">Its plan.</param>
    /// <param name="before">The group as that guard found it.</param>
    public void Doubt(Plan planned, SecurityGroup before)
    {
        _inDoubt.UnionWith(planned.Revoke);
        _addedInDoubt.UnionWith(planned.Authorize);
        _before = Ids(before);
    }

    /// <summary>Puts in doubt what somebody else was quicker with: it was another guard.</summary>
    public void DoubtShared()
    {
        _inDoubt.UnionWith(_gone);
        _addedInDoubt.UnionWith(_present);
    }

    /// <summary>Settles the calls whose answer isn't known by what the group holds now.</summary>
    public void Settle(SecurityGroup now)
    {
        var ids = Ids(now);
        _before ??= ids;
        _revoked.AddRange(_inDoubt.Where(rule => !ids.Contains(rule.SecurityGroupRuleId) && !_revoked.Contains(rule)));
        _inDoubt.Clear();
        _authorized.AddRange(_addedInDoubt.Where(rule => Find(rule, now) is not null && !_authorized.Any(rule.HasSameTraffic)));
        _addedInDoubt.Clear();
        for (var i = 0; i < _authorized.Count; i++)
        {
            _authorized[i] = _authorized[i].SecurityGroupRuleId is null && Find(_authorized[i], now) is { } found ? found : _authorized[i];
        }
    }

    /// <summary>Carries out a plan as far as it can be.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="incidentId">The incident that it belongs to.</param>
    /// <param name="cancellationToken">Ends the work between two calls.</param>
    /// <returns>The gravest failure, or null if all was done.</returns>
    public async Task<CallFailure?> ApplyAsync(Plan plan, string incidentId, CancellationToken cancellationToken)
    {
        var changed = groups.ForIncident(incidentId);
        CallFailure? worst = null;
        foreach (var alike in plan.Authorize.GroupBy(rule => (rule.IsEgress, Tags: string.Join('\n', rule.Tags.Select(tag => $"{tag.Key}\n{tag.Value}")))))
        {
            worst = Worse(worst, await AuthorizeAsync(changed, alike.Key.IsEgress, [.. alike], cancellationToken));
        }
        if (worst is { Kind: CallFailureKind.Transient })
        {
            return worst; // nothing is taken away while the replacement may yet come
        }
        // what EC2 won't add, for a group filled to its quota say, must not keep what is forbidden in place
        foreach (var direction in plan.Revoke.GroupBy(rule => rule.IsEgress))
        {
            worst = Worse(worst, await RevokeAsync(changed, direction.Key, [.. direction], cancellationToken));
        }
        return worst;
    }

    private async Task<CallFailure?> AuthorizeAsync(
        ISecurityGroups changed, bool isEgress, ImmutableArray<SecurityGroupRule> rules, CancellationToken cancellationToken)
    {
        var result = await CallAsync("authorize", isEgress, rules, _addedInDoubt,
            token => changed.AuthorizeAsync(groupId, isEgress, rules, token), cancellationToken);
        switch (result)
        {
            case CallResult<Done>.Ok:
                _authorized.AddRange(rules);
                _addedInDoubt.ExceptWith(rules);
                return null;
            case CallResult<Done>.Failed { Failure.Kind: CallFailureKind.Duplicate } when rules.Length == 1:
                _present.UnionWith(rules);
                return null;
            case CallResult<Done>.Failed { Failure.Kind: CallFailureKind.Duplicate }:
                return await OneByOneAsync(rules, rule => AuthorizeAsync(changed, isEgress, [rule], cancellationToken));
            default:
                return ((CallResult<Done>.Failed)result).Failure;
        }
    }

    private async Task<CallFailure?> RevokeAsync(
        ISecurityGroups changed, bool isEgress, ImmutableArray<SecurityGroupRule> rules, CancellationToken cancellationToken)
    {
        ImmutableArray<string> ids = [.. rules.Select(rule => rule.SecurityGroupRuleId!)];
        var result = await CallAsync("revoke", isEgress, rules, _inDoubt,
            token => changed.RevokeAsync(groupId, isEgress, ids, token), cancellationToken);
        switch (result)
        {
            case CallResult<Done>.Ok:
                _revoked.AddRange(rules);
                _inDoubt.ExceptWith(rules);
                return null;
            case CallResult<Done>.Failed { Failure.Kind: CallFailureKind.NotFound } when rules.Length == 1:
                _gone.UnionWith(rules);
                return null;
            case CallResult<Done>.Failed { Failure.Kind: CallFailureKind.NotFound or CallFailureKind.Rejected } when rules.Length > 1:
                return await OneByOneAsync(rules, rule => RevokeAsync(changed, isEgress, [rule], cancellationToken));
            default:
                return ((CallResult<Done>.Failed)result).Failure;
        }
    }

    private Task<CallResult<Done>> CallAsync(
        string verb, bool isEgress, ImmutableArray<SecurityGroupRule> rules, HashSet<SecurityGroupRule> inDoubt,
        Func<CancellationToken, Task<CallResult<Done>>> call, CancellationToken cancellationToken) => retry.RunAsync(
        async token =>
        {
            var answer = await call(token);
            var failure = (answer as CallResult<Done>.Failed)?.Failure;
            if (failure is { Kind: CallFailureKind.Transient })
            {
                inDoubt.UnionWith(rules);
            }
            if (_calls.Count < MaxCalls)
            {
                _calls.Add(new($"{verb} {(isEgress ? "egress" : "ingress")}", [.. rules.Select(rule => rule.SecurityGroupRuleId ?? rule.ToString())],
                    failure?.Code ?? "ok", time.GetUtcNow()));
            }
            return answer;
        },
        cancellationToken);

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

    // a rule that has come since the first reading, just as it was to be added
    private SecurityGroupRule? Find(SecurityGroupRule added, SecurityGroup now) => now.Rules.FirstOrDefault(rule =>
        _before?.Contains(rule.SecurityGroupRuleId) != true && rule.HasSameTraffic(added) && rule.Description == added.Description);

    private static HashSet<string?> Ids(SecurityGroup group) => [.. group.Rules.Select(rule => rule.SecurityGroupRuleId)];

    private static CallFailure? Worse(CallFailure? a, CallFailure? b) => a is null || b?.Kind == CallFailureKind.Refused ? b ?? a : a;
}
