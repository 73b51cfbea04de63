using SgWatch.Addresses;
using SgWatch.Changes;
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
        AdmittedTraffic.Of(rule, @case.PrefixLists),
        AdmittedTraffic.IsUnresolved(rule, @case.PrefixLists),
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
        var possibleWorlds = sets.IsCertain ? worlds : Breaches(sets.PossiblyWorld);
        foreach (var rule in Rules)
        {
            if (rule.IsUnresolved)
            {
                if (IsPossiblyForbidden(rule, sets))
                {
                    yield return Unresolved(guardrail, rule.Rule, rule.Admits, WhyText.Unresolved(rule.Rule)) with
                    {
                        MadeBy = MakerOf(rule),
                    };
                }
                continue;
            }
            var world = Of(rule, worlds);
            var violates = rule.Admits.Intersect(sets.Forbidden).Union(world?.Violates ?? default);
            if (!violates.IsEmpty)
            {
                yield return new(guardrail.Guardrail, FindingKind.Violation, rule.Rule, violates, ActionOn(guardrail, rule),
                    world is null ? WhyText.Forbidden(rule.Rule, violates) : WhyText.World(world))
                {
                    MadeBy = MakerOf(rule),
                    Unrestorable = rule.IsRestored
                        ? violates.Union(EveryAddressOn(world?.Violates ?? default).Intersect(sets.World))
                        : default,
                };
            }
            if (sets.IsCertain)
            {
                continue;
            }
            var possibly = rule.Admits.Intersect(sets.PossiblyForbidden)
                .Union(Of(rule, possibleWorlds)?.Violates ?? default)
                .Except(violates);
            if (!possibly.IsEmpty)
            {
                yield return Unresolved(guardrail, rule.Rule, possibly, WhyText.PolicyUnread(rule.Rule)) with
                {
                    MadeBy = MakerOf(rule),
                };
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

    private static WorldBreach? Of(RuleTraffic rule, List<WorldBreach> breaches) =>
        breaches.Find(breach => ReferenceEquals(breach.Rule, rule));

    private static Finding Unresolved(CompiledGuardrail guardrail, SecurityGroupRule? rule, TrafficSet traffic, string why) =>
        new(guardrail.Guardrail, FindingKind.UnresolvedPeer, rule, traffic, FindingAction.Alert, why);

    // If a rule would open the world, none of its addresses may be restored: every address of the open families counts.
    private static TrafficSet EveryAddressOn(TrafficSet traffic)
    {
        var every = default(TrafficSet);
        foreach (var band in traffic.Bands)
        {
            every = every.Union(TrafficSet.Of(band.First, band.Last, PeerSet.Of(new AddressSet(
                band.Peers.Addresses.Ipv4.IsEmpty ? default : IntervalSet<uint>.Everything,
                band.Peers.Addresses.Ipv6.IsEmpty ? default : IntervalSet<UInt128>.Everything))));
        }
        return every;
    }

    // A peer that can't be read may be anything. It is known to be permitted only where its own name is permitted.
    private static bool IsPossiblyForbidden(RuleTraffic rule, GuardrailSets sets)
    {
        var possible = rule.MayAdmit;
        foreach (var band in rule.Admits.Intersect(sets.Permitted).Bands)
        {
            possible = possible.Except(TrafficSet.Of(band.First, band.Last, PeerSet.Everything));
        }
        return possible.Overlaps(sets.PossiblyForbidden) || possible.Overlaps(sets.PossiblyWorld);
    }

    private IEnumerable<Finding> Missing(CompiledGuardrail guardrail, GuardrailSets sets)
    {
        var missing = Rules.Aggregate(sets.Required, (rest, rule) => rest.Except(rule.Admits));
        var (unread, known) = (UnreadLists(missing), WithoutLists(missing));
        if (!unread.IsEmpty)
        {
            yield return Unresolved(guardrail, rule: null, unread, WhyText.RequiredUnread(unread));
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

    private Origin? MakerOf(RuleTraffic rule) => @case.Cause.Changed.MakerOf(rule.Rule);

    private bool IsRestored(SecurityGroupRule rule) => restored.Contains(rule);

    private FindingAction ActionOn(CompiledGuardrail guardrail, RuleTraffic rule)
    {
        var (own, cause) = (guardrail.Guardrail, @case.Cause);
        var isActedOn = own.Judge == JudgeScope.State || rule.IsRestored || (rule.IsNew && !cause.IsBy(rule.Rule, own.UnlessChangedBy));
        // The rule isn't new, but the reach of an attached group is, and the entries of a prefix list may be.
        var isReported = cause.IsAttachment || (cause.IsSweep && rule.Rule.Peer is Peer.PrefixList);
        return (isActedOn, isReported) switch
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
