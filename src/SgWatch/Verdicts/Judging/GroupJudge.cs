using System.Collections.Immutable;
using SgWatch.Rules;

namespace SgWatch.Verdicts.Judging;

/// <summary>Judges one group by each guardrail that selects it.</summary>
internal static class GroupJudge
{
    private const int MaxMask = 64;

    /// <summary>The findings, in the order of the policy's guardrails, then of the group's rules. What is missing comes last.</summary>
    /// <param name="case">What is judged.</param>
    /// <param name="restored">Rules of the group that the guard is about to add. They count as new, whatever the cause says.</param>
    public static ImmutableArray<Finding> Findings(Case @case, IReadOnlySet<SecurityGroupRule> restored)
    {
        var (policy, group) = (CompiledPolicy.Of(@case.Policy), @case.Group);
        using var sketch = new GroupSketch(group, policy.WorldOpen);
        var exempts = policy.ExemptionsOf(group, @case.Now);
        GuardrailJudge? judge = null;
        ImmutableArray<Finding>.Builder? findings = null;
        var (selected, constant) = Select(policy, group);
        var isQuicklyDone = constant == 0 || !sketch.MayBreak(policy.Together(constant));
        for (var i = 0; i < policy.Guardrails.Length; i++)
        {
            var guardrail = policy.Guardrails[i];
            if (i < MaxMask ? (selected & 1UL << i) == 0 || (isQuicklyDone && (constant & 1UL << i) != 0) : !guardrail.Selects(group))
            {
                continue;
            }
            var sets = guardrail.Constant ?? guardrail.For(group, @case.PrefixLists, exempts);
            if (sketch.MayBreak(sets))
            {
                judge ??= new(@case, restored); // most groups comply and never need it
                (findings ??= ImmutableArray.CreateBuilder<Finding>()).AddRange(judge.Findings(guardrail, sets));
            }
        }
        return findings?.DrainToImmutable() ?? [];
    }

    // the guardrails that select the group, and those among them whose sets are constant, as far as a mask has places
    private static (ulong Selected, ulong Constant) Select(CompiledPolicy policy, SecurityGroup group)
    {
        var (selected, constant) = (0UL, 0UL);
        for (var i = 0; i < Math.Min(policy.Guardrails.Length, MaxMask); i++)
        {
            var guardrail = policy.Guardrails[i];
            if (guardrail.Selects(group))
            {
                selected |= 1UL << i;
                constant |= guardrail.Constant is null ? 0 : 1UL << i;
            }
        }
        return (selected, constant);
    }
}
