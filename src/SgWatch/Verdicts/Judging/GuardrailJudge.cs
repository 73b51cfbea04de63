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
        AdmittedTraffic.IsUnresolved(rule, @case.PrefixLists))
    {
        IsRestored = IsRestored(rule),
    })];

    /// <summary>The findings of one guardrail: rule by rule, then what is missing.</summary>
    /// <param name="guardrail">The guardrail, which selects the group.</param>
    /// <param name="sets">Its sets for the group.</param>
    public IEnumerable<Finding> Findings(CompiledGuardrail guardrail, GuardrailSets sets)
    {
        var standings = new RuleStanding?[Rules.Length];
        RuleStanding StandingAt(int i) => standings[i] ??= StandingOf(guardrail, sets, Rules[i]);
        var worlds = Breaches(sets.World, StandingAt);
        var possibleWorlds = sets.IsCertain ? worlds : Breaches(sets.PossiblyWorld, StandingAt);
        for (var i = 0; i < Rules.Length; i++)
        {
            var rule = Rules[i];
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
                var standing = StandingAt(i);
                yield return new(guardrail.Guardrail, FindingKind.Violation, rule.Rule, violates, ActionOn(guardrail, rule, standing),
                    WhyText.With(standing.Reason, world is null ? WhyText.Forbidden(rule.Rule, violates) : WhyText.World(world)))
                {
                    Standing = guardrail.Guardrail.Judge == JudgeScope.Changes ? standing : null,
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

    private List<WorldBreach> Breaches(TrafficSet world, Func<int, RuleStanding> standingAt) => world.IsEmpty
        ? []
        : WorldJudge.Judge(
            Rules.Select((rule, i) => rule.IsUnresolved
                ? null
                : new WorldPart(rule, standingAt(i).Kind, @case.Standings.MadeAt(rule.Rule), rule.Admits)).OfType<WorldPart>(),
            world, @case.Policy.WorldOpen);

    // under judge: state the rules that the event names go first, and all are acted on
    private RuleStanding StandingOf(CompiledGuardrail guardrail, GuardrailSets sets, RuleTraffic rule) =>
        rule.IsRestored ? RuleStanding.OfNew
        : guardrail.Guardrail.Judge == JudgeScope.Changes
            ? @case.Standings.Of(guardrail.Guardrail, rule.Rule, () => sets.Counted(rule.Admits))
        : @case.Cause.Changed.Contains(rule.Rule) ? RuleStanding.OfNew
        : new(Standing.Turned) { IsDue = true };

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
            var (all, addresses) = (default(AddressSet), band.Peers.Addresses);
            all = addresses.Overlaps(Nat64.Ipv4Family) ? all.Union(Nat64.Ipv4Family) : all;
            all = addresses.Overlaps(Nat64.Ipv6Family) ? all.Union(Nat64.Ipv6Family) : all;
            every = every.Union(TrafficSet.Of(band.First, band.Last, PeerSet.Of(all)));
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

    private FindingAction ActionOn(CompiledGuardrail guardrail, RuleTraffic rule, RuleStanding standing)
    {
        var isReported = (standing.Kind != Standing.Tolerated && !standing.IsReported)
            || (@case.Cause.IsAttachment && !rule.Rule.IsUsualEgress); // the rule isn't new, but its reach is
        return (standing.IsDue && guardrail.IsEnforced, isReported) switch
        {
            (true, _) => guardrail.Guardrail.Action switch
            {
                GuardrailAction.Revoke => FindingAction.Revoke,
                GuardrailAction.Narrow => FindingAction.Narrow,
                _ => isReported ? FindingAction.Alert : FindingAction.None,
            },
            (false, true) => FindingAction.Alert,
            _ => FindingAction.None,
        };
    }
}
