using System.Collections.Immutable;
using SgWatch.Rules;

namespace SgWatch.Verdicts;

/// <summary>What a policy makes of one group.</summary>
/// <param name="Group">The group as it was judged.</param>
/// <param name="Findings">The faults, in the order of the policy's guardrails, then of the group's rules.</param>
/// <param name="Plan">The changes to be made.</param>
public sealed record Verdict(SecurityGroup Group, ImmutableArray<Finding> Findings, Plan Plan)
{
    /// <summary>Whether there is no finding at all, not even one that is only reported.</summary>
    public bool IsCompliant => Findings.IsEmpty;
}
