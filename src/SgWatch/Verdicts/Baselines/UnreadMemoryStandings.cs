using System.Collections.Immutable;
using SgWatch.Changes;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Verdicts.Baselines;

/// <summary>Standings while the memory can't be read: only a rule that a young event made is new, and everything else waits.</summary>
/// <remarks>
/// A rule that an event modified waits too, unless a young event made it: the event doesn't say what the rule admitted before. Without
/// memory nobody knows whether it admits more now, or whether only its description changed.
/// </remarks>
/// <param name="makers">By rule id: the event that names the rule.</param>
/// <param name="changed">What the events say.</param>
/// <param name="youngSince">The earliest time of a young event.</param>
public sealed class UnreadMemoryStandings(
    ImmutableDictionary<string, RuleMaker> makers, ChangedRules changed, DateTimeOffset youngSince) : IRuleStandings
{
    /// <inheritdoc/>
    public RuleStanding Of(Guardrail guardrail, SecurityGroupRule rule, Func<TrafficSet> counted)
    {
        var maker = MakerOf(rule);
        return maker is RuleMaker.Named && changed.WasAuthorizedSince(rule, youngSince) && !maker.IsBy(guardrail.UnlessChangedBy)
            ? RuleStanding.OfNew
            : RuleStanding.OfWaiting;
    }

    /// <inheritdoc/>
    public DateTimeOffset? MadeAt(SecurityGroupRule rule) => MakerOf(rule)?.MadeAt;

    private RuleMaker? MakerOf(SecurityGroupRule rule) => makers.GetValueOrDefault(rule.SecurityGroupRuleId ?? "");
}
