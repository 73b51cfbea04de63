using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Verdicts.Baselines;

/// <summary>The same standing for every rule.</summary>
internal sealed class FixedStandings : IRuleStandings
{
    private readonly RuleStanding _standing;

    private FixedStandings(RuleStanding standing) => _standing = standing;

    /// <summary>Every rule is new: what a group breaks at worst.</summary>
    public static FixedStandings EveryRuleIsNew { get; } = new(RuleStanding.OfNew);

    /// <inheritdoc/>
    public RuleStanding Of(Guardrail guardrail, SecurityGroupRule rule, TrafficSet counted) => _standing;

    /// <inheritdoc/>
    public DateTimeOffset? MadeAt(SecurityGroupRule rule) => null;
}
