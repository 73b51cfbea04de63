using SgWatch.Addresses;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Verdicts.Judging;

/// <summary>Judges one group by one guardrail after another.</summary>
/// <param name="case">What is judged.</param>
/// <param name="restored">Rules of the group that the guard is about to add. They count as new, whatever the cause says.</param>
internal sealed class GuardrailJudge(Case @case, IReadOnlySet<SecurityGroupRule> restored)
{
    private RuleTraffic[]? _rules;

    private RuleTraffic[] Rules => _rules ??= [.. @case.Group.Rules.Select(rule => new RuleTraffic(
        rule,
        Admitted.By(rule, @case.PrefixLists),
        Admitted.IsUnresolved(rule, @case.PrefixLists),
        IsRestored(rule) || @case.Cause.Changed.Contains(rule))
    {
        IsRestored = IsRestored(rule),
    })];

    /// <summary>The findings of one guardrail: rule by rule, then what is missing.</summary>
    /// <param name="guardrail">The guardrail, which selects the group.</param>
    /// <param name="sets">Its sets for the group.</param>
    public IEnumerable<Finding> Findings(CompiledGuardrail guardrail, GuardrailSets sets)
    {
        var worlds = Breaches(sets.World);
        var mayBeWorlds = sets.IsCertain ? worlds : Breaches(sets.MayBeWorld);
        foreach (var rule in Rules)
        {
            if (rule.IsUnresolved)
            {
                if (IsPerhapsForbidden(rule, sets))
                {
                    yield return new(guardrail.Guardrail, FindingKind.UnresolvedPeer, rule.Rule, rule.Admits, FindingAction.Alert, WhyText.Unresolved(rule.Rule));
                }
                continue;
            }
            var world = worlds.Find(breach => ReferenceEquals(breach.Rule, rule));
            var violates = rule.Admits.Intersect(sets.Forbidden).Union(world?.Violates ?? default);
            if (!violates.IsEmpty)
            {
                yield return new(guardrail.Guardrail, FindingKind.Violation, rule.Rule, violates, ActionOn(guardrail, rule),
                    world is null ? WhyText.Forbidden(rule.Rule, violates) : WhyText.World(world))
                {
                    Bars = IsRestored(rule.Rule) ? violates.Union(Everywhere(world?.Violates ?? default).Intersect(sets.World)) : default,
                };
            }
            if (sets.IsCertain)
            {
                continue;
            }
            var perhaps = rule.Admits.Intersect(sets.MayBeForbidden).Union(mayBeWorlds.Find(breach => ReferenceEquals(breach.Rule, rule))?.Violates ?? default).Except(violates);
            if (!perhaps.IsEmpty)
            {
                yield return new(guardrail.Guardrail, FindingKind.UnresolvedPeer, rule.Rule, perhaps, FindingAction.Alert, WhyText.PolicyUnread(rule.Rule));
            }
        }
        foreach (var finding in Missing(guardrail, sets))
        {
            yield return finding;
        }
    }

    private List<WorldBreach> Breaches(TrafficSet world) => world.IsEmpty
        ? []
        : WorldJudge.Judge([.. Rules.Where(rule => !rule.IsUnresolved)], world, @case.Policy.WorldOpen);

    // where the world would be open, no part of what opens it is better than another
    private static TrafficSet Everywhere(TrafficSet traffic)
    {
        var everywhere = default(TrafficSet);
        foreach (var band in traffic.Bands)
        {
            everywhere = everywhere.Union(TrafficSet.Of(band.First, band.Last, PeerSet.Of(new AddressSet(
                band.Peers.Addresses.Ipv4.IsEmpty ? default : IntervalSet<uint>.Everything,
                band.Peers.Addresses.Ipv6.IsEmpty ? default : IntervalSet<UInt128>.Everything))));
        }
        return everywhere;
    }

    // what can't be read may be anything that isn't permitted, unless its very name is permitted
    private static bool IsPerhapsForbidden(RuleTraffic rule, GuardrailSets sets)
    {
        var may = rule.MayAdmit;
        foreach (var band in rule.Admits.Intersect(sets.Permitted).Bands)
        {
            may = may.Except(TrafficSet.Of(band.First, band.Last, PeerSet.Everything));
        }
        return may.Overlaps(sets.MayBeForbidden) || may.Overlaps(sets.MayBeWorld);
    }

    private IEnumerable<Finding> Missing(CompiledGuardrail guardrail, GuardrailSets sets)
    {
        var missing = Rules.Aggregate(sets.Required, (rest, rule) => rest.Except(rule.Admits));
        var (unread, known) = (UnreadLists(missing), WithoutLists(missing));
        if (!unread.IsEmpty)
        {
            yield return new(guardrail.Guardrail, FindingKind.UnresolvedPeer, null, unread, FindingAction.Alert, WhyText.RequiredUnread(unread));
        }
        if (!known.IsEmpty)
        {
            yield return new(guardrail.Guardrail, FindingKind.Missing, null, known,
                guardrail.IsEnforced ? FindingAction.Restore : FindingAction.Alert, WhyText.Missing(known))
            {
                RequiredLists = sets.RequiredLists,
            };
        }
    }

    private static TrafficSet UnreadLists(TrafficSet traffic) =>
        traffic.Intersect(TrafficSet.Of(0, FlowSpace.Last, new(default, default, NameSet.Everything)));

    private static TrafficSet WithoutLists(TrafficSet traffic) =>
        traffic.Except(TrafficSet.Of(0, FlowSpace.Last, new(default, default, NameSet.Everything)));

    private bool IsRestored(SecurityGroupRule rule) => restored.Contains(rule);

    private FindingAction ActionOn(CompiledGuardrail guardrail, RuleTraffic rule)
    {
        var own = guardrail.Guardrail;
        var isActedOn = own.Judge == JudgeScope.State || IsRestored(rule.Rule) || (rule.IsNew && !@case.Cause.IsBy(own.UnlessChangedBy));
        // neither is the rule new; but the group's reach is, or the list may be
        var isTold = @case.Cause.IsAttachment || (@case.Cause.IsSweep && rule.Rule.Peer is Peer.PrefixList);
        return (isActedOn, isTold) switch
        {
            (false, false) => FindingAction.None,
            (false, true) => FindingAction.Alert,
            _ when !guardrail.IsEnforced => FindingAction.Alert,
            _ => own.Action switch
            {
                GuardrailAction.Revoke => FindingAction.Revoke,
                GuardrailAction.Narrow => FindingAction.Narrow,
                _ => FindingAction.Alert,
            },
        };
    }
}
