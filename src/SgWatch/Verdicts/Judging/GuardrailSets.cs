using SgWatch.Addresses;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Verdicts.Judging;

/// <summary>What a guardrail says about one group, as sets of traffic.</summary>
/// <remarks>
/// The sets follow from the patterns that apply to the group, the entries of prefix lists, and the exemptions in force.
/// A prefix list of the policy that can't be read may hold any address. Traffic that is forbidden whatever the list holds is a violation.
/// Traffic that is forbidden only for some entries of the list is a finding of an unresolved peer. A list that isn't there has no entries.
/// What is forbidden or permitted for an IPv4 address is forbidden or permitted for the NAT64 address that leads to it.
/// </remarks>
internal sealed record GuardrailSets
{
    /// <summary>What is forbidden and not permitted, whatever the unread lists hold.</summary>
    public TrafficSet Forbidden { get; private init; }

    /// <summary>Traffic with any address wherever <c>world</c> is forbidden, without what is or may be permitted.</summary>
    public TrafficSet World { get; private init; }

    /// <summary><see cref="Forbidden"/>, and what is forbidden if the unread lists hold certain entries.</summary>
    public TrafficSet PossiblyForbidden { get; private init; }

    /// <summary><see cref="World"/>, and what is permitted only if the unread lists hold certain entries.</summary>
    public TrafficSet PossiblyWorld { get; private init; }

    /// <summary>What is permitted. An unread prefix list counts as its id.</summary>
    public TrafficSet Permitted { get; private init; }

    /// <summary>What the group must admit: addresses, and groups and prefix lists by id. "Any group" isn't among it, because no rule can
    /// admit that.</summary>
    public TrafficSet Required { get; private init; }

    /// <summary>The required prefix lists that were read, by id, each with its part of <see cref="Required"/>.</summary>
    public IReadOnlyList<(string Id, TrafficSet Traffic)> RequiredLists { get; private init; } = [];

    /// <summary>Whether every prefix list that matters was read.</summary>
    public bool IsCertain { get; private init; }

    /// <summary>The part of some traffic that is forbidden, or that counts for <c>world</c>.</summary>
    public TrafficSet Counted(TrafficSet admits) => admits.Intersect(Forbidden.Union(World));

    /// <summary>Makes the sets.</summary>
    /// <param name="entries">The patterns that apply to the group.</param>
    /// <param name="prefixLists">The entries of their prefix lists.</param>
    public static GuardrailSets Of(IReadOnlyCollection<PatternEntry> entries, PrefixLists prefixLists)
    {
        var (forbid, possiblyForbid, required) = (default(TrafficSet), default(TrafficSet), default(TrafficSet));
        var (permit, possiblyPermit) = (default(TrafficSet), default(TrafficSet));
        var world = default(IntervalSet<uint>);
        var lists = new List<(string, TrafficSet)>();
        foreach (var (pattern, use) in entries)
        {
            if (use == PatternUse.Forbid)
            {
                forbid = forbid.Union(PatternTraffic.Meant(pattern, prefixLists, world: default));
                possiblyForbid = possiblyForbid.Union(PatternTraffic.PossiblyMeant(pattern, prefixLists));
                world = pattern.World ? world.Union(pattern.Flows) : world;
                continue;
            }
            permit = permit.Union(PatternTraffic.Meant(pattern, prefixLists, PatternTraffic.EveryAddress));
            possiblyPermit = possiblyPermit.Union(PatternTraffic.PossiblyMeant(pattern, prefixLists));
            if (use == PatternUse.Require)
            {
                var named = PatternTraffic.Named(pattern, prefixLists, PatternTraffic.EveryAddress);
                required = required.Union(WithoutAllBut(named)); // a rule for the IPv4 addresses is enough, without NAT64
                lists.AddRange(
                    from id in pattern.PrefixLists
                    where prefixLists.Entries.ContainsKey(id)
                    select (id, PatternTraffic.On(pattern.Flows, PeerSet.Of(prefixLists.Entries[id]))));
            }
        }
        var openWorld = PatternTraffic.On(world, PatternTraffic.EveryAddress);
        var permitAtMost = permit.Union(possiblyPermit);
        return new()
        {
            Forbidden = forbid.Except(permitAtMost),
            World = openWorld.Except(permitAtMost),
            PossiblyForbidden = forbid.Union(possiblyForbid).Except(permit),
            PossiblyWorld = openWorld.Except(permit),
            Permitted = permit,
            Required = required,
            RequiredLists = lists,
            IsCertain = possiblyForbid.IsEmpty && possiblyPermit.IsEmpty,
        };
    }

    /// <summary>What several guardrails may forbid and require together, so that the prefilter can check all of them at once.</summary>
    public static GuardrailSets Combined(IEnumerable<GuardrailSets> all)
    {
        var combined = new GuardrailSets();
        foreach (var sets in all)
        {
            combined = new()
            {
                PossiblyForbidden = combined.PossiblyForbidden.Union(sets.PossiblyForbidden),
                PossiblyWorld = combined.PossiblyWorld.Union(sets.PossiblyWorld),
                Required = combined.Required.Union(sets.Required),
            };
        }
        return combined;
    }

    private static TrafficSet WithoutAllBut(TrafficSet traffic)
    {
        var named = default(TrafficSet);
        foreach (var band in traffic.Bands)
        {
            named = named.Union(TrafficSet.Of(band.First, band.Last, band.Peers with
            {
                Groups = band.Peers.Groups.IsAllBut ? default : band.Peers.Groups,
                PrefixLists = band.Peers.PrefixLists.IsAllBut ? default : band.Peers.PrefixLists,
            }));
        }
        return named;
    }
}
