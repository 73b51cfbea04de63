using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Verdicts.Judging;

/// <summary>
/// What counts for each guardrail: the part of each rule's traffic that the guardrail forbids and nothing permits. For <c>world</c>, that
/// part may be too small to violate.
/// </summary>
internal sealed class CountedTraffic
{
    private readonly Dictionary<(Guardrail Guardrail, SecurityGroupRule Rule), TrafficSet> _counted = [];

    private CountedTraffic()
    {
    }

    /// <summary>What counts of every rule of a group.</summary>
    public static CountedTraffic Of(Case @case)
    {
        var counted = new CountedTraffic();
        var policy = CompiledPolicy.Of(@case.Policy);
        var exempts = policy.ExemptionsOf(@case.Group, @case.Now);
        var admits = @case.Group.Rules.Select(rule => (rule, AdmittedTraffic.Of(rule, @case.PrefixLists))).ToList();
        foreach (var guardrail in policy.Guardrails.Where(guardrail => guardrail.Selects(@case.Group)))
        {
            var sets = guardrail.Constant ?? guardrail.For(@case.Group, @case.PrefixLists, exempts);
            foreach (var (rule, traffic) in admits)
            {
                counted._counted[(guardrail.Guardrail, rule)] = sets.Counted(traffic);
            }
        }
        return counted;
    }

    /// <summary>What counts of one rule for one guardrail. Empty if the guardrail doesn't select the group.</summary>
    public TrafficSet Of(Guardrail guardrail, SecurityGroupRule rule) => _counted.GetValueOrDefault((guardrail, rule));
}
