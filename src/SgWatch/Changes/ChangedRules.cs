using System.Collections.Immutable;
using SgWatch.Rules;

namespace SgWatch.Changes;

/// <summary>The rules of a group that were added or changed, as an event says. A guardrail with <c>judge: changes</c> acts on these
/// only.</summary>
/// <remarks>The event is only a hint. Whether the rules exist, and what they admit, is read live.</remarks>
public sealed record ChangedRules
{
    private ImmutableArray<SecurityGroupRule> _known = [];

    private ChangedRules(
        bool all, ImmutableHashSet<string> ruleIds, ImmutableArray<SecurityGroupRule> rules, ImmutableHashSet<string> prefixListIds)
    {
        IsAll = all;
        RuleIds = ruleIds;
        Rules = rules;
        PrefixListIds = prefixListIds;
    }

    /// <summary>No rule was added or changed. The group is inspected for another reason.</summary>
    public static ChangedRules None { get; } = new(false, [], [], []);

    /// <summary>Any rule may be new, because the event can't be read in full. The group is judged as with <c>judge: state</c>.</summary>
    public static ChangedRules All { get; } = new(true, [], [], []);

    /// <summary>Whether any rule may be new.</summary>
    public bool IsAll { get; }

    /// <summary>The rules that are named by their ids.</summary>
    public ImmutableHashSet<string> RuleIds { get; }

    /// <summary>The rules that are named by what they admit, as in the request.</summary>
    public ImmutableArray<SecurityGroupRule> Rules { get; }

    /// <summary>The prefix lists that may hold more than before. Every rule whose peer is one of them counts as changed.</summary>
    public ImmutableHashSet<string> PrefixListIds { get; }

    /// <summary>Whether no rule counts as changed.</summary>
    public bool IsNone => !IsAll && RuleIds.IsEmpty && Rules.IsEmpty && PrefixListIds.IsEmpty;

    /// <summary>Rules that are named by their ids or by what they admit.</summary>
    /// <param name="ruleIds">The ids.</param>
    /// <param name="rules">Rules whose ids aren't known.</param>
    public static ChangedRules Of(IEnumerable<string> ruleIds, IEnumerable<SecurityGroupRule> rules) =>
        new(false, [.. ruleIds], [.. rules], []);

    /// <summary>The rules whose peer is one of some prefix lists.</summary>
    public static ChangedRules Through(IEnumerable<string> prefixListIds) => new(false, [], [], [.. prefixListIds]);

    /// <summary>Whether a rule of the live group counts as added or changed.</summary>
    public bool Contains(SecurityGroupRule rule) => (IsAll
            || (rule.SecurityGroupRuleId is { } id && RuleIds.Contains(id))
            || (rule.Peer is Peer.PrefixList(var list) && PrefixListIds.Contains(list))
            || Rules.Any(rule.HasSameTraffic))
        && !_known.Any(known => rule.HasSameTraffic(known) && rule.Description == known.Description
            && (known.SecurityGroupRuleId is null || rule.SecurityGroupRuleId == known.SecurityGroupRuleId));

    /// <summary>The same without rules that are known, as long as they haven't changed. A rule keeps its id when it is modified.</summary>
    /// <param name="known">The known rules, as they were.</param>
    public ChangedRules Without(ImmutableArray<SecurityGroupRule> known) => new(IsAll, RuleIds, Rules, PrefixListIds) { _known = known };

    /// <summary>The rules that either of the two names.</summary>
    public ChangedRules Union(ChangedRules other) => new(
        IsAll || other.IsAll, RuleIds.Union(other.RuleIds), Rules.AddRange(other.Rules), PrefixListIds.Union(other.PrefixListIds));
}
