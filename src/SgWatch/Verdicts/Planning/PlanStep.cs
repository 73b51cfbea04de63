using System.Collections.Immutable;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Verdicts.Planning;

/// <summary>One step of a plan: the changes that follow from the findings on a group.</summary>
/// <param name="Findings">The findings. If an action can't be taken, it is replaced by the one that is, and the reason says why.</param>
/// <param name="Revoke">The rules to be revoked.</param>
/// <param name="Authorize">The rules to be authorized.</param>
/// <param name="Restored">Those of <paramref name="Authorize"/> that admit missing traffic.</param>
/// <param name="Narrowed">Those of <paramref name="Authorize"/> that are left of a rule, with that rule.</param>
internal sealed record PlanStep(
    ImmutableArray<Finding> Findings,
    IReadOnlySet<SecurityGroupRule> Revoke,
    IReadOnlyCollection<SecurityGroupRule> Authorize,
    IReadOnlyCollection<SecurityGroupRule> Restored,
    IReadOnlyCollection<Plan.Replacement> Narrowed)
{
    /// <summary>The most rules that restore what one guardrail misses. It is more than any quota, so EC2 refuses before it is
    /// reached.</summary>
    public const int MaxRestored = 1000;

    public bool IsEmpty => Revoke.Count == 0 && Authorize.Count == 0;

    /// <summary>Makes the step from findings.</summary>
    /// <param name="group">The group.</param>
    /// <param name="prefixLists">The entries of prefix lists.</param>
    /// <param name="findings">The findings on the group.</param>
    /// <param name="refused">The traffic that mustn't be restored.</param>
    public static PlanStep Of(SecurityGroup group, PrefixLists prefixLists, ImmutableArray<Finding> findings, TrafficSet refused)
    {
        var revoke = new HashSet<SecurityGroupRule>(ReferenceEqualityComparer.Instance);
        var all = new List<SecurityGroupRule>(group.Rules);
        var quota = new RuleQuota(group.Rules);
        var final = findings.ToArray();
        var narrowed = new List<Plan.Replacement>();
        foreach (var (rule, indexes) in InFixedOrder(ActedOn(findings)))
        {
            revoke.Add(rule);
            Finding[] own = [.. indexes.Select(i => findings[i])];
            var narrowing = own.All(finding => finding.Action == FindingAction.Narrow)
                ? Narrowing.Of(rule, AdmittedTraffic.Of(rule, prefixLists), own, all, quota)
                : new Narrowing.Impossible("another guardrail revokes all of it");
            if (narrowing is Narrowing.Rest(var rest))
            {
                all.AddRange(rest);
                quota.Add(rest);
                narrowed.AddRange(rest.Select(part => new Plan.Replacement(rule, part)));
                continue;
            }
            foreach (var i in indexes.Where(i => findings[i].Action == FindingAction.Narrow))
            {
                final[i] = findings[i] with
                {
                    Action = FindingAction.Revoke,
                    Why = $"{findings[i].Why}; {((Narrowing.Impossible)narrowing).Why}",
                };
            }
        }
        var restored = new List<SecurityGroupRule>();
        foreach (var missing in findings.Where(finding => finding.Action == FindingAction.Restore))
        {
            var rules = Restoring(missing, refused, all);
            restored.AddRange(rules);
            all.AddRange(rules);
        }
        return new([.. final], revoke, all[group.Rules.Length..], restored, narrowed);
    }

    /// <summary>The step that only takes away restored rules that admit refused traffic.</summary>
    /// <param name="group">The group, with the rules that were restored.</param>
    /// <param name="prefixLists">The entries of prefix lists.</param>
    /// <param name="restored">The rules that were restored.</param>
    /// <param name="refused">The traffic that mustn't be restored.</param>
    public static PlanStep Withdraw(
        SecurityGroup group, PrefixLists prefixLists, IReadOnlySet<SecurityGroupRule> restored, TrafficSet refused)
    {
        var revoke = new HashSet<SecurityGroupRule>(ReferenceEqualityComparer.Instance);
        revoke.UnionWith(group.Rules.Where(rule =>
            restored.Contains(rule) && AdmittedTraffic.Of(rule, prefixLists).Overlaps(refused)));
        return new([], revoke, [], [], []);
    }

    /// <summary>The group after the step.</summary>
    public SecurityGroup ApplyTo(SecurityGroup group) =>
        group with { Rules = [.. group.Rules.Where(rule => !Revoke.Contains(rule)), .. Authorize] };

    // If there isn't room for all narrowed rules, which of them fit must not depend on the order in which EC2 lists rules.
    private static IEnumerable<(SecurityGroupRule Rule, List<int> Indexes)> InFixedOrder(
        IEnumerable<(SecurityGroupRule Rule, List<int> Indexes)> rules) => rules
        .OrderBy(entry => entry.Rule.SecurityGroupRuleId, StringComparer.Ordinal)
        .ThenBy(entry => entry.Rule.ToString(), StringComparer.Ordinal);

    // the rules on which the guard acts, each with the indexes of its findings
    private static IEnumerable<(SecurityGroupRule Rule, List<int> Indexes)> ActedOn(ImmutableArray<Finding> findings)
    {
        var indexes = new Dictionary<SecurityGroupRule, List<int>>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < findings.Length; i++)
        {
            if (findings[i] is { Rule: { } rule, IsActedOn: true })
            {
                if (!indexes.TryGetValue(rule, out var list))
                {
                    indexes.Add(rule, list = []);
                }
                list.Add(i);
            }
        }
        return indexes.Select(entry => (entry.Key, entry.Value));
    }

    private static List<SecurityGroupRule> Restoring(Finding missing, TrafficSet refused, List<SecurityGroupRule> all) =>
        RuleCover.Of(missing.Restores(refused), MaxRestored) is RuleCover.Complete(var cover)
            ? [.. cover
                .Where(rule => !all.Any(rule.HasSameTraffic))
                .Select(rule => AddedRule.Describe(rule, "required by", [missing.Guardrail.Name]))]
            : [];
}
