using SgWatch.Addresses;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Verdicts.Judging;

/// <summary>What a guardrail says of one group, as sets of traffic: its selectors decided, its prefix lists read, exemptions counted.</summary>
/// <remarks>
/// A prefix list of the policy that can't be read may hold any address. What is forbidden whatever it holds is a violation; what is
/// forbidden only if it holds some addresses and not others is no more than a finding of an unresolved peer.
/// </remarks>
internal sealed record GuardrailSets
{
    /// <summary>Forbidden and not permitted, whatever the unread lists hold.</summary>
    public TrafficSet Forbidden { get; private init; }

    /// <summary>Traffic with any address on the points where the world is forbidden, without what is or may be permitted.</summary>
    public TrafficSet World { get; private init; }

    /// <summary><see cref="Forbidden"/>, and what is forbidden for some entries that the unread lists may have.</summary>
    public TrafficSet MayBeForbidden { get; private init; }

    /// <summary><see cref="World"/>, and what the unread lists may not permit.</summary>
    public TrafficSet MayBeWorld { get; private init; }

    /// <summary>What is permitted; an unread prefix list by its name.</summary>
    public TrafficSet Permitted { get; private init; }

    /// <summary>What the group must admit: addresses, named groups and prefix lists. "Any group" is nothing that a rule could admit.</summary>
    public TrafficSet Required { get; private init; }

    /// <summary>The prefix lists among it that were read, by id, and their part of <see cref="Required"/>.</summary>
    public IReadOnlyList<(string Id, TrafficSet Traffic)> RequiredLists { get; private init; } = [];

    /// <summary>Whether every prefix list was read.</summary>
    public bool IsCertain { get; private init; }

    /// <summary>Puts the sets together.</summary>
    /// <param name="entries">The patterns that stand for the group.</param>
    /// <param name="prefixLists">The entries of their prefix lists.</param>
    public static GuardrailSets Of(IReadOnlyCollection<PatternEntry> entries, PrefixLists prefixLists)
    {
        var (forbid, perhapsForbid, permit, perhapsPermit, required) = (default(TrafficSet), default(TrafficSet), default(TrafficSet), default(TrafficSet), default(TrafficSet));
        var world = default(IntervalSet<uint>);
        var lists = new List<(string, TrafficSet)>();
        foreach (var (pattern, use) in entries)
        {
            if (use == PatternUse.Forbid)
            {
                forbid = forbid.Union(Patterns.Named(pattern, prefixLists, world: default));
                perhapsForbid = perhapsForbid.Union(Patterns.PerhapsNamed(pattern, prefixLists));
                world = pattern.World ? world.Union(pattern.Flows) : world;
                continue;
            }
            var named = Patterns.Named(pattern, prefixLists, Patterns.EveryAddress);
            permit = permit.Union(named);
            perhapsPermit = perhapsPermit.Union(Patterns.PerhapsNamed(pattern, prefixLists));
            if (use == PatternUse.Require)
            {
                required = required.Union(WithoutAllBut(named));
                lists.AddRange(
                    from id in pattern.PrefixLists
                    where prefixLists.Entries.ContainsKey(id)
                    select (id, Patterns.On(pattern.Flows, PeerSet.Of(prefixLists.Entries[id]))));
            }
        }
        var openWorld = Patterns.On(world, Patterns.EveryAddress);
        var permitAtMost = permit.Union(perhapsPermit);
        return new()
        {
            Forbidden = forbid.Except(permitAtMost),
            World = openWorld.Except(permitAtMost),
            MayBeForbidden = forbid.Union(perhapsForbid).Except(permit),
            MayBeWorld = openWorld.Except(permit),
            Permitted = permit,
            Required = required,
            RequiredLists = lists,
            IsCertain = perhapsForbid.IsEmpty && perhapsPermit.IsEmpty,
        };
    }

    /// <summary>What several guardrails may forbid and require, for a quick look at all of them at once.</summary>
    public static GuardrailSets Together(IEnumerable<GuardrailSets> all) => all.Aggregate(new GuardrailSets(), static (together, sets) => new()
    {
        MayBeForbidden = together.MayBeForbidden.Union(sets.MayBeForbidden),
        MayBeWorld = together.MayBeWorld.Union(sets.MayBeWorld),
        Required = together.Required.Union(sets.Required),
    });

    private static TrafficSet WithoutAllBut(TrafficSet traffic)
    {
        var kept = default(TrafficSet);
        foreach (var band in traffic.Bands)
        {
            kept = kept.Union(TrafficSet.Of(band.First, band.Last, band.Peers with
            {
                Groups = band.Peers.Groups.IsAllBut ? default : band.Peers.Groups,
                PrefixLists = band.Peers.PrefixLists.IsAllBut ? default : band.Peers.PrefixLists,
            }));
        }
        return kept;
    }
}
