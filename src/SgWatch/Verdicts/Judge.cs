using System.Collections.Immutable;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Verdicts.Judging;
using SgWatch.Verdicts.Planning;

namespace SgWatch.Verdicts;

/// <summary>Says what a policy makes of a group. Pure: the same group, lists, occasion and time give the same verdict, whatever order the rules stand in.</summary>
public static class Judge
{
    /// <summary>Judges one group.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="group">The group with all its rules.</param>
    /// <param name="prefixLists">The entries of the <see cref="PrefixListsOf"/> the group; one that isn't there couldn't be read.</param>
    /// <param name="occasion">Why it is judged.</param>
    /// <param name="now">The time, by which exemptions are in force or not.</param>
    public static Verdict Decide(Policy policy, SecurityGroup group, PrefixLists prefixLists, InspectionCause occasion, DateTimeOffset now)
    {
        var findings = new GroupJudge(CompiledPolicy.Of(policy), group, prefixLists, occasion, now, ImmutableHashSet<SecurityGroupRule>.Empty).Findings();
        return findings.Any(static finding => finding.IsActedOn)
            ? Planned(policy, group, prefixLists, occasion, now, findings)
            : new(group, findings, Plan.Nothing);
    }

    /// <summary>The ids of the prefix lists that matter to a group: those that its rules name, and those of the guardrails and exemptions
    /// that select it. Each once.</summary>
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

    private static Verdict Planned(
        Policy policy, SecurityGroup group, PrefixLists prefixLists, InspectionCause occasion, DateTimeOffset now, ImmutableArray<Finding> findings) =>
        new Planner(group, prefixLists, (changed, restored) =>
            new GroupJudge(CompiledPolicy.Of(policy), changed, prefixLists, occasion, now, restored).Findings()).Plan(findings);
}
