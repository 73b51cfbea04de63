using System.Collections.Immutable;
using SgWatch.Rules;

namespace SgWatch.Changes;

/// <summary>Which rules of a group an event says were added or changed. A guardrail with <c>judge: changes</c> acts on these alone.</summary>
/// <remarks>Default-like value: <see cref="None"/>. Whether the rules are there, and what they admit, is read live.</remarks>
public sealed record ChangedRules
{
    private ImmutableArray<SecurityGroupRule> _known = [];

    private ChangedRules(bool all, ImmutableHashSet<string> ruleIds, ImmutableArray<SecurityGroupRule> rules, ImmutableHashSet<string> prefixListIds)
    {
        IsAll = all;
        RuleIds = ruleIds;
        Rules = rules;
        PrefixListIds = prefixListIds;
    }

    /// <summary>No rule was added: something else made the guard look.</summary>
    public static ChangedRules None { get; } = new(false, [], [], []);

    /// <summary>Any rule may be new: the event can't be read in full, so the group is judged as <c>state</c>.</summary>
    public static ChangedRules All { get; } = new(true, [], [], []);

    public bool IsAll { get; }

    /// <summary>Rules named by id.</summary>
    public ImmutableHashSet<string> RuleIds { get; }

    /// <summary>Rules named by what they admit, as the request has them.</summary>
    public ImmutableArray<SecurityGroupRule> Rules { get; }

    /// <summary>Prefix lists that may admit more than before, and so every rule whose peer is one of them.</summary>
    public ImmutableHashSet<string> PrefixListIds { get; }

    /// <summary>Whether no rule is named.</summary>
    public bool IsNone => !IsAll && RuleIds.IsEmpty && Rules.IsEmpty && PrefixListIds.IsEmpty;

    /// <summary>The rules of these ids, and the rules that admit the same as these.</summary>
    public static ChangedRules Of(IEnumerable<string> ruleIds, IEnumerable<SecurityGroupRule> rules) =>
        new(false, [.. ruleIds], [.. rules], []);

    /// <summary>The rules whose peer is one of these prefix lists.</summary>
    public static ChangedRules Through(IEnumerable<string> prefixListIds) => new(false, [], [], [.. prefixListIds]);

    /// <summary>Whether the event names this rule of the live group.</summary>
    public bool Contains(SecurityGroupRule rule) => (IsAll
            || (rule.SecurityGroupRuleId is { } id && RuleIds.Contains(id))
            || (rule.Peer is Peer.PrefixList(var list) && PrefixListIds.Contains(list))
            || Rules.Any(rule.HasSameTraffic))
        && !_known.Any(known => rule.HasSameTraffic(known) && rule.Description == known.Description
            && (known.SecurityGroupRuleId is null || rule.SecurityGroupRuleId == known.SecurityGroupRuleId));

    /// <summary>The same without rules that aren't news, as long as they are as they were: a rule keeps its id when it is modified.</summary>
    public ChangedRules Without(ImmutableArray<SecurityGroupRule> known) => new(IsAll, RuleIds, Rules, PrefixListIds) { _known = known };

    /// <summary>What either names.</summary>
    public ChangedRules Union(ChangedRules other) => new(
        IsAll || other.IsAll, RuleIds.Union(other.RuleIds), Rules.AddRange(other.Rules), PrefixListIds.Union(other.PrefixListIds));
}
