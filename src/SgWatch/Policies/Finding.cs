using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Policies;

/// <summary>One rule that breaks one guardrail.</summary>
/// <param name="Guardrail">The guardrail.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Violates">The part of the rule's traffic that is forbidden.</param>
/// <param name="Action">What is to be done.</param>
/// <param name="Why">One plain sentence with numbers.</param>
public sealed record Finding(
    Guardrail Guardrail, FindingKind Kind, SecurityGroupRule Rule, TrafficSet Violates, FindingAction Action, string Why);
