using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Verdicts;

/// <summary>Says which rules of a group are new, and which were there before.</summary>
public interface IRuleStandings
{
    /// <summary>A rule's standing with a guardrail that has <c>judge: changes</c>.</summary>
    /// <param name="guardrail">The guardrail.</param>
    /// <param name="rule">The rule, which violates the guardrail or may do so together with others.</param>
    /// <param name="counted">The part of the rule's traffic that the guardrail forbids and nothing permits.</param>
    RuleStanding Of(Guardrail guardrail, SecurityGroupRule rule, TrafficSet counted);

    /// <summary>When a rule was made, as far as it is known. Null if it isn't.</summary>
    DateTimeOffset? MadeAt(SecurityGroupRule rule);
}
