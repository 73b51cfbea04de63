using SgWatch.Addresses;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Policies;

/// <summary>Patterns as traffic, with the entries of their prefix lists.</summary>
internal static class PatternTraffic
{
    /// <summary>Every address of both families, but no group and no prefix list.</summary>
    public static PeerSet EveryAddress { get; } = PeerSet.Of(AddressSet.Everything);

    /// <summary>Traffic with the same peers on every point.</summary>
    /// <param name="flows">The points of <see cref="FlowSpace"/>.</param>
    /// <param name="peers">The peers.</param>
    public static TrafficSet On(IntervalSet<uint> flows, PeerSet peers)
    {
        var traffic = default(TrafficSet);
        foreach (var flow in flows.Intervals)
        {
            traffic = traffic.Union(TrafficSet.Of(flow.First, flow.Last, peers));
        }
        return traffic;
    }

    /// <summary>What a pattern certainly names, letter by letter. A prefix list that wasn't read counts as its id.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="prefixLists">The entries of its prefix lists.</param>
    /// <param name="world">What <c>world</c> stands for: every address if it is permitted, nothing if it is judged separately.</param>
    public static TrafficSet Named(Pattern pattern, PrefixLists prefixLists, PeerSet world) =>
        On(pattern.Flows, Peers(pattern, prefixLists, world));

    /// <summary>What a pattern that forbids or permits certainly means: what it names, and the same IPv4 addresses through NAT64.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="prefixLists">The entries of its prefix lists.</param>
    /// <param name="world">What <c>world</c> stands for, as in <see cref="Named"/>.</param>
    public static TrafficSet Meant(Pattern pattern, PrefixLists prefixLists, PeerSet world)
    {
        var peers = Peers(pattern, prefixLists, world);
        return On(pattern.Flows, peers with { Addresses = Nat64.Widen(peers.Addresses) });
    }

    /// <summary>What a pattern may mean in addition: every address if one of its prefix lists couldn't be read.</summary>
    /// <remarks>A list that isn't there has no entries, so it adds nothing.</remarks>
    public static TrafficSet PossiblyMeant(Pattern pattern, PrefixLists prefixLists)
    {
        foreach (var id in pattern.PrefixLists)
        {
            if (!prefixLists.Entries.ContainsKey(id) && !prefixLists.NotFound.Contains(id))
            {
                return On(pattern.Flows, EveryAddress);
            }
        }
        return default;
    }

    private static PeerSet Peers(Pattern pattern, PrefixLists prefixLists, PeerSet world)
    {
        var peers = pattern.World ? pattern.Peers.Union(world) : pattern.Peers;
        foreach (var id in pattern.PrefixLists)
        {
            peers = peers.Union(prefixLists.Entries.TryGetValue(id, out var entries)
                ? PeerSet.Of(entries)
                : new(default, default, NameSet.Of(id)));
        }
        return peers;
    }
}
