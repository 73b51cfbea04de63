using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Retrying;
using SgWatch.Incidents;
using SgWatch.Rules;
using SgWatch.Verdicts;

namespace SgWatch.Guard.Reconciling;

/// <summary>Applies plans to one group: authorizes first, then revokes by rule id. Remembers what it changed, and every call.</summary>
/// <remarks>
/// A rule that is already gone is success. One rule that can't be revoked never keeps the others of its batch: after a failed batch each
/// rule is revoked by itself. If the answer to a call was lost, its rules are in doubt until the group is read again. Then a rule that is
/// gone counts as revoked by the guard, and a rule that has come counts as added. The call most likely did its work, and it is better to
/// notify twice than never.
/// </remarks>
internal sealed class GroupChanges(ISecurityGroups groups, string groupId, Retry retry, TimeProvider time)
{
    private const int MaxCalls = 200; // a group that takes more is fought over; the first calls tell how

    private readonly List<SecurityGroupRule> _revoked = [];
    private readonly List<SecurityGroupRule> _authorized = [];
    private readonly List<IncidentCall> _calls = [];

    // called for, but the answer is unknown: lost, or another guard's
    private readonly HashSet<SecurityGroupRule> _revokesInDoubt = [];
    private readonly HashSet<SecurityGroupRule> _authorizesInDoubt = [];

    // somebody else was quicker
    private readonly HashSet<SecurityGroupRule> _goneBefore = [];
    private readonly HashSet<SecurityGroupRule> _thereBefore = [];

    private HashSet<string?>? _idsBefore;

    /// <summary>The rules taken away so far.</summary>
    public ImmutableArray<SecurityGroupRule> Revoked => [.. _revoked];

    /// <summary>The rules added so far; with their ids once the group was read again.</summary>
    public ImmutableArray<SecurityGroupRule> Authorized => [.. _authorized];

    /// <summary>The calls made so far.</summary>
    public ImmutableArray<IncidentCall> Calls => [.. _calls];

    /// <summary>True if nothing was changed so far.</summary>
    public bool IsEmpty => _revoked.Count == 0 && _authorized.Count == 0;

    /// <summary>True if somebody else was quicker with a part of it.</summary>
    public bool IsShared => _goneBefore.Count + _thereBefore.Count > 0;

    /// <summary>Puts in doubt what another guard set out to change: an earlier try, or a guard that works at the same time.</summary>
    /// <param name="planned">Its plan.</param>
    /// <param name="before">The group as that guard found it.</param>
    public void Doubt(Plan planned, SecurityGroup before)
    {
        _revokesInDoubt.UnionWith(planned.Revoke);
        _authorizesInDoubt.UnionWith(planned.Authorize);
        _idsBefore = Ids(before);
    }

    /// <summary>Counts what somebody else was quicker with as the guard's own doing: another guard did it.</summary>
    /// <param name="now">The group as it was last read.</param>
    public void ClaimShared(SecurityGroup now)
    {
        _revokesInDoubt.UnionWith(_goneBefore);
        _authorizesInDoubt.UnionWith(_thereBefore);
        Verify(now);
    }

    /// <summary>Decides what is in doubt by what the group holds now.</summary>
    public void Verify(SecurityGroup now)
    {
        var ids = Ids(now);
        _idsBefore ??= ids;
        _revoked.AddRange(_revokesInDoubt.Where(rule => !ids.Contains(rule.SecurityGroupRuleId) && !_revoked.Contains(rule)));
        _revokesInDoubt.Clear();
        _authorized.AddRange(_authorizesInDoubt.Where(rule => FindAdded(rule, now) is not null && !_authorized.Any(rule.HasSameTraffic)));
        _authorizesInDoubt.Clear();
        for (var i = 0; i < _authorized.Count; i++)
        {
            var rule = _authorized[i];
            _authorized[i] = rule.SecurityGroupRuleId is null && FindAdded(rule, now) is { } found ? found : rule;
        }
    }

    /// <summary>Applies a plan as far as it can be applied.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="incidentId">The incident that it belongs to.</param>
    /// <param name="cancellationToken">Ends the work between two calls.</param>
    public async Task<AppliedPlan> ApplyAsync(Plan plan, string incidentId, CancellationToken cancellationToken)
    {
        var named = groups.ForIncident(incidentId);
        CallFailure? worst = null;
        foreach (var alike in plan.Authorize.GroupBy(rule => (rule.IsEgress, Tags: TagText(rule))))
        {
            worst = Worse(worst, await AuthorizeAsync(named, alike.Key.IsEgress, [.. alike], cancellationToken));
        }
        if (worst is { Kind: CallFailureKind.Transient })
        {
            return AppliedPlan.Of(worst); // nothing is taken away while the replacement may still come
        }
        // what EC2 refuses to add, because a quota is reached for example, must not keep what is forbidden in place
        foreach (var direction in plan.Revoke.GroupBy(rule => rule.IsEgress))
        {
            worst = Worse(worst, await RevokeAsync(named, direction.Key, [.. direction], cancellationToken));
        }
        return AppliedPlan.Of(worst);
    }

    private async Task<CallFailure?> AuthorizeAsync(
        ISecurityGroups named, bool isEgress, ImmutableArray<SecurityGroupRule> rules, CancellationToken cancellationToken)
    {
        var result = await CallAsync("authorize", isEgress, rules, _authorizesInDoubt,
            token => named.AuthorizeAsync(groupId, isEgress, rules, token), cancellationToken);
        switch (result.FailureOrNull)
        {
            case null:
                _authorized.AddRange(rules);
                _authorizesInDoubt.ExceptWith(rules);
                return null;
            case { Kind: CallFailureKind.Duplicate } when rules.Length == 1:
                _thereBefore.UnionWith(rules);
                return null;
            case { Kind: CallFailureKind.Duplicate }:
                return await OneByOneAsync(rules, rule => AuthorizeAsync(named, isEgress, [rule], cancellationToken));
            case var failure:
                return failure;
        }
    }

    private async Task<CallFailure?> RevokeAsync(
        ISecurityGroups named, bool isEgress, ImmutableArray<SecurityGroupRule> rules, CancellationToken cancellationToken)
    {
        ImmutableArray<string> ids = [.. rules.Select(rule => rule.SecurityGroupRuleId!)];
        var result = await CallAsync("revoke", isEgress, rules, _revokesInDoubt,
            token => named.RevokeAsync(groupId, isEgress, ids, token), cancellationToken);
        switch (result.FailureOrNull)
        {
            case null:
                _revoked.AddRange(rules);
                _revokesInDoubt.ExceptWith(rules);
                return null;
            case { Kind: CallFailureKind.NotFound } when rules.Length == 1:
                _goneBefore.UnionWith(rules);
                return null;
            case { Kind: CallFailureKind.NotFound or CallFailureKind.Rejected } when rules.Length > 1:
                return await OneByOneAsync(rules, rule => RevokeAsync(named, isEgress, [rule], cancellationToken));
            case var failure:
                return failure;
        }
    }

    private Task<CallResult<Done>> CallAsync(
        string verb, bool isEgress, ImmutableArray<SecurityGroupRule> rules, HashSet<SecurityGroupRule> inDoubt,
        Func<CancellationToken, Task<CallResult<Done>>> call, CancellationToken cancellationToken) => retry.RunAsync(
        async token =>
        {
            var answer = await call(token);
            var failure = answer.FailureOrNull;
            if (failure is { Kind: CallFailureKind.Transient })
            {
                inDoubt.UnionWith(rules);
            }
            if (_calls.Count < MaxCalls)
            {
                ImmutableArray<string> named = [.. rules.Select(rule => rule.SecurityGroupRuleId ?? rule.ToString())];
                _calls.Add(new($"{verb} {(isEgress ? "egress" : "ingress")}", named, failure?.Code ?? "ok", time.GetUtcNow()));
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
    private SecurityGroupRule? FindAdded(SecurityGroupRule added, SecurityGroup now) => now.Rules.FirstOrDefault(rule =>
        _idsBefore?.Contains(rule.SecurityGroupRuleId) != true && rule.HasSameTraffic(added) && rule.Description == added.Description);

    private static HashSet<string?> Ids(SecurityGroup group) => [.. group.Rules.Select(rule => rule.SecurityGroupRuleId)];

    private static string TagText(SecurityGroupRule rule) => string.Join('\n', rule.Tags.Select(tag => $"{tag.Key}\n{tag.Value}"));

    private static CallFailure? Worse(CallFailure? a, CallFailure? b) => a is null || b?.Kind == CallFailureKind.Refused ? b ?? a : a;
}
