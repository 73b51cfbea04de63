using System.Collections.Immutable;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Verdicts.Planning;

/// <summary>What follows from the findings on a group, taken once.</summary>
/// <param name="Findings">The findings; an action that can't be taken replaced by the one that is, and its reason told.</param>
/// <param name="Going">Rules that go.</param>
/// <param name="Coming">Rules that come.</param>
/// <param name="Restored">Those of them that admit what was missing.</param>
internal sealed record PlanStep(
    ImmutableArray<Finding> Findings,
    IReadOnlySet<SecurityGroupRule> Going,
    IReadOnlyCollection<SecurityGroupRule> Coming,
    IReadOnlyCollection<SecurityGroupRule> Restored)
{
    /// <summary>The most rules that what one guardrail misses is restored with: beyond any quota, so EC2 has the last word.</summary>
    public const int MaxRestored = 1000;

    public bool IsEmpty => Going.Count == 0 && Coming.Count == 0;

    /// <summary>Takes the step from findings.</summary>
    /// <param name="group">The group.</param>
    /// <param name="prefixLists">The entries of prefix lists.</param>
    /// <param name="findings">What was found on it.</param>
    /// <param name="refused">What may not be restored.</param>
    public static PlanStep Of(SecurityGroup group, PrefixLists prefixLists, ImmutableArray<Finding> findings, TrafficSet refused)
    {
        var going = new HashSet<SecurityGroupRule>(ReferenceEqualityComparer.Instance);
        var all = new List<SecurityGroupRule>(group.Rules);
        var quota = new RuleQuota(group.Rules);
        var settled = findings.ToArray();
        // in an order of their own: where there isn't room for all, it must not depend on the order in which EC2 lists rules
        foreach (var (rule, places) in ActedOn(findings).OrderBy(r => r.Rule.SecurityGroupRuleId, StringComparer.Ordinal).ThenBy(r => r.Rule.ToString(), StringComparer.Ordinal))
        {
            going.Add(rule);
            Finding[] own = [.. places.Select(i => findings[i])];
            var narrowing = own.All(finding => finding.Action == FindingAction.Narrow)
                ? Narrowing.Of(rule, Admitted.By(rule, prefixLists), own, all, quota)
                : new Narrowing.Impossible("another guardrail revokes all of it");
            if (narrowing is Narrowing.Rest(var rest))
            {
                all.AddRange(rest);
                quota.Add(rest);
                continue;
            }
            foreach (var i in places.Where(i => findings[i].Action == FindingAction.Narrow))
            {
                settled[i] = findings[i] with
                {
                    Action = FindingAction.Revoke,
                    Why = $"{findings[i].Why}; {((Narrowing.Impossible)narrowing).Why}",
                };
            }
        }
        var restored = new List<SecurityGroupRule>();
        for (var i = 0; i < findings.Length; i++)
        {
            if (findings[i] is { Action: FindingAction.Restore } missing)
            {
                var rules = Restoring(missing, refused, all);
                restored.AddRange(rules);
                all.AddRange(rules);
            }
        }
        return new([.. settled], going, all[group.Rules.Length..], restored);
    }

    /// <summary>The step that only takes rules away again which were to be restored, where they are refused.</summary>
    public static PlanStep Withdraw(SecurityGroup group, PrefixLists prefixLists, IReadOnlySet<SecurityGroupRule> restored, TrafficSet refused)
    {
        var going = new HashSet<SecurityGroupRule>(ReferenceEqualityComparer.Instance);
        going.UnionWith(group.Rules.Where(rule => restored.Contains(rule) && Admitted.By(rule, prefixLists).Overlaps(refused)));
        return new([], going, [], []);
    }

    /// <summary>The group after the step.</summary>
    public SecurityGroup ApplyTo(SecurityGroup group) => group with { Rules = [.. group.Rules.Where(rule => !Going.Contains(rule)), .. Coming] };

    private static IEnumerable<(SecurityGroupRule Rule, List<int> Places)> ActedOn(ImmutableArray<Finding> findings)
    {
        var places = new Dictionary<SecurityGroupRule, List<int>>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < findings.Length; i++)
        {
            if (findings[i] is { Rule: { } rule, IsActedOn: true })
            {
                if (!places.TryGetValue(rule, out var list))
                {
                    places.Add(rule, list = []);
                }
                list.Add(i);
            }
        }
        return places.Select(entry => (entry.Key, entry.Value));
    }

    private static List<SecurityGroupRule> Restoring(Finding missing, TrafficSet refused, List<SecurityGroupRule> all) =>
        RuleCover.Of(missing.Restores(refused), MaxRestored) is RuleCover.Complete(var cover)
            ? [.. cover.Where(rule => !all.Any(rule.HasSameTraffic)).Select(rule => AddedRule.Describe(rule, "required by", [missing.Guardrail.Name]))]
            : [];
}
