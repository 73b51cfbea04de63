using System.Collections.Immutable;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Verdicts.Judging;
using SgWatch.Verdicts.Planning;

namespace SgWatch.Verdicts;

/// <summary>Says what a policy makes of a group.</summary>
/// <remarks>Pure: the same case gives the same verdict, in whatever order the group's rules are listed.</remarks>
public static class Judge
{
    private static readonly IReadOnlySet<SecurityGroupRule> NoneRestored = ImmutableHashSet<SecurityGroupRule>.Empty;

    /// <summary>Judges one group: what is wrong with it, and what is to be changed.</summary>
    public static Verdict Decide(Case @case) => Decide(@case, Findings(@case));

    /// <summary>What is wrong with a group, for a caller who may need no plan.</summary>
    internal static ImmutableArray<Finding> Findings(Case @case) => GroupJudge.Findings(@case, NoneRestored);

    /// <summary>The verdict on a group whose findings are known.</summary>
    internal static Verdict Decide(Case @case, ImmutableArray<Finding> findings) =>
        findings.Any(static finding => finding.IsActedOn)
            ? new Planner(@case).Plan(findings)
            : new(@case.Group, findings, Plan.Nothing);

    /// <summary>The ids of the prefix lists that matter to a group, each once.</summary>
    /// <remarks>These are the lists that its rules name, and the lists of the guardrails and exemptions that select it.</remarks>
    public static IEnumerable<string> PrefixListsOf(Policy policy, SecurityGroup group) => group.Rules
        .Select(rule => rule.Peer)
        .OfType<Peer.PrefixList>()
        .Select(peer => peer.PrefixListId)
        .Concat(policy.Guardrails
            .Where(guardrail => guardrail.Groups.Selects(group))
            .SelectMany(guardrail => guardrail.Forbid.Concat(guardrail.Allow).Concat(guardrail.Require))
            .Concat(policy.Exemptions.Where(exemption => exemption.Groups.Selects(group)).SelectMany(exemption => exemption.Allow))
            .Where(pattern => pattern.Groups.Selects(group))
            .SelectMany(pattern => pattern.PrefixLists))
        .Distinct(StringComparer.Ordinal);
}
