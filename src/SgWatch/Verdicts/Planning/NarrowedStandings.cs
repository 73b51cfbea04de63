using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Verdicts.Planning;

/// <summary>Standings of a group with narrowed rules: what is left of a rule was there before as far as that rule was.</summary>
/// <param name="standings">The standings of the rules that the group has.</param>
internal sealed class NarrowedStandings(IRuleStandings standings) : IRuleStandings
{
    private readonly Dictionary<SecurityGroupRule, SecurityGroupRule> _leftOf = new(ReferenceEqualityComparer.Instance);

    /// <summary>Takes note of rules that are narrowed, perhaps for the second time.</summary>
    public void Add(IEnumerable<Plan.Replacement> narrowed)
    {
        foreach (var (rule, rest) in narrowed)
        {
            _leftOf[rest] = Original(rule);
        }
    }

    /// <inheritdoc/>
    public RuleStanding Of(Guardrail guardrail, SecurityGroupRule rule, Func<TrafficSet> counted) =>
        standings.Of(guardrail, Original(rule), counted);

    /// <inheritdoc/>
    public DateTimeOffset? MadeAt(SecurityGroupRule rule) => standings.MadeAt(Original(rule));

    private SecurityGroupRule Original(SecurityGroupRule rule) => _leftOf.GetValueOrDefault(rule, rule);
}
