using System.Collections.Immutable;
using SgWatch.Rules;

namespace SgWatch.Verdicts;

/// <summary>What a policy says of one group.</summary>
/// <param name="Group">The group as it was judged.</param>
/// <param name="Findings">In the order of the policy's guardrails, then of the group's rules.</param>
/// <param name="Plan">What is to be changed.</param>
public sealed record Verdict(SecurityGroup Group, ImmutableArray<Finding> Findings, Plan Plan)
{
    /// <summary>Whether nothing is wrong, acted on or not.</summary>
    public bool IsCompliant => Findings.IsEmpty;
}
