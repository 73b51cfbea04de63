using System.Collections.Immutable;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Verdicts.Baselines;

/// <summary>Standings while the memory can't be read: only a rule that a young event made is new, and everything else waits.</summary>
/// <remarks>A rule that an event modified waits too: without memory nobody knows whether it admits more than before.</remarks>
/// <param name="makers">By rule id: the event that names the rule.</param>
/// <param name="youngSince">The earliest time of a young event.</param>
public sealed class UnreadMemoryStandings(ImmutableDictionary<string, RuleMaker> makers, DateTimeOffset youngSince) : IRuleStandings
{
    /// <inheritdoc/>
    public RuleStanding Of(Guardrail guardrail, SecurityGroupRule rule, TrafficSet counted)
    {
        var maker = MakerOf(rule);
        return maker is not RuleMaker.Named { IsAuthorize: true, MadeAt: { } madeAt } || madeAt < youngSince || maker.IsBy(guardrail.UnlessChangedBy)
            ? RuleStanding.OfWaiting
            : RuleStanding.OfNew;
    }

    /// <inheritdoc/>
    public DateTimeOffset? MadeAt(SecurityGroupRule rule) => MakerOf(rule)?.MadeAt;

    private RuleMaker? MakerOf(SecurityGroupRule rule) => makers.GetValueOrDefault(rule.SecurityGroupRuleId ?? "");
}
