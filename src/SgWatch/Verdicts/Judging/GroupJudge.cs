using System.Collections.Immutable;
using SgWatch.Rules;

namespace SgWatch.Verdicts.Judging;

/// <summary>Judges one group by each guardrail that selects it.</summary>
/// <remarks>Most groups comply. A prefilter finds that out quickly, and only what it can't rule out is judged exactly.</remarks>
internal static class GroupJudge
{
    /// <summary>The findings, in the order of the policy's guardrails, then of the group's rules. What is missing comes last.</summary>
    /// <param name="case">What is judged.</param>
    /// <param name="restored">Rules of the group that the guard is about to add. They count as new, whatever the cause says.</param>
    public static ImmutableArray<Finding> Findings(Case @case, IReadOnlySet<SecurityGroupRule> restored)
    {
        var (policy, group) = (CompiledPolicy.Of(@case.Policy), @case.Group);
        using var prefilter = new GroupPrefilter(group, policy.WorldOpen);
        var exempts = policy.ExemptionsOf(group, @case.Now);
        GuardrailJudge? judge = null;
        ImmutableArray<Finding>.Builder? findings = null;
        var (selected, constant) = Select(policy, group);
        var isConstantDone = constant == 0 || !prefilter.MayBreak(policy.Combined(constant));
        for (var i = 0; i < policy.Guardrails.Length; i++)
        {
            var guardrail = policy.Guardrails[i];
            var isSkipped = i < CompiledPolicy.MaxMask
                ? !IsIn(selected, i) || (isConstantDone && IsIn(constant, i))
                : !guardrail.Selects(group);
            if (isSkipped)
            {
                continue;
            }
            var sets = guardrail.Constant ?? guardrail.For(group, @case.PrefixLists, exempts);
            if (prefilter.MayBreak(sets))
            {
                judge ??= new(@case, restored);
                (findings ??= ImmutableArray.CreateBuilder<Finding>()).AddRange(judge.Findings(guardrail, sets));
            }
        }
        return findings?.DrainToImmutable() ?? [];
    }

    // masks of the guardrails that select the group, and of those among them whose sets are constant, as far as a mask reaches
    private static (ulong Selected, ulong Constant) Select(CompiledPolicy policy, SecurityGroup group)
    {
        var (selected, constant) = (0UL, 0UL);
        for (var i = 0; i < Math.Min(policy.Guardrails.Length, CompiledPolicy.MaxMask); i++)
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

    private static bool IsIn(ulong mask, int guardrail) => (mask & 1UL << guardrail) != 0;
}
