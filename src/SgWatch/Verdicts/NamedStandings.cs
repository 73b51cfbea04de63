using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Verdicts;

/// <summary>Standings without a memory: new is what the events name.</summary>
/// <param name="cause">The events.</param>
internal sealed class NamedStandings(InspectionCause cause) : IRuleStandings
{
    /// <inheritdoc/>
    public RuleStanding Of(Guardrail guardrail, SecurityGroupRule rule, TrafficSet counted) =>
        cause.Changed.Contains(rule) && !cause.IsBy(rule, guardrail.UnlessChangedBy) ? RuleStanding.OfNew
        : cause.IsSweep && rule.Peer is Peer.PrefixList ? new(Standing.Turned) // a list of another account may change without an event
        : RuleStanding.OfRemembered;

    /// <inheritdoc/>
    public DateTimeOffset? MadeAt(SecurityGroupRule rule) => null;
}
