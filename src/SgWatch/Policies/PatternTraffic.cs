using SgWatch.Addresses;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Policies;

/// <summary>Patterns as traffic, their prefix lists read.</summary>
internal static class PatternTraffic
{
    /// <summary>Every address of both families; no group and no prefix list.</summary>
    public static PeerSet EveryAddress { get; } = PeerSet.Of(AddressSet.Everything);

    /// <summary>The same peers on every point of some flows.</summary>
    public static TrafficSet On(IntervalSet<uint> flows, PeerSet peers)
    {
        var traffic = default(TrafficSet);
        foreach (var flow in flows.Intervals)
        {
            traffic = traffic.Union(TrafficSet.Of(flow.First, flow.Last, peers));
        }
        return traffic;
    }

    /// <summary>What a pattern surely names; a prefix list that wasn't read as its name.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="prefixLists">The entries of its prefix lists.</param>
    /// <param name="world">What <c>world</c> stands for: every address where it is permitted, nothing where it is judged apart.</param>
    public static TrafficSet Named(Pattern pattern, PrefixLists prefixLists, PeerSet world)
    {
        var peers = pattern.World ? pattern.Peers.Union(world) : pattern.Peers;
        foreach (var id in pattern.PrefixLists)
        {
            peers = peers.Union(prefixLists.Entries.TryGetValue(id, out var entries)
                ? PeerSet.Of(entries)
                : new(default, default, NameSet.Of(id)));
        }
        return On(pattern.Flows, peers);
    }

    /// <summary>What a pattern may name besides: every address, where a prefix list of it wasn't read.</summary>
    public static TrafficSet PossiblyNamed(Pattern pattern, PrefixLists prefixLists)
    {
        foreach (var id in pattern.PrefixLists)
        {
            if (!prefixLists.Entries.ContainsKey(id))
            {
                return On(pattern.Flows, EveryAddress);
            }
        }
        return default;
    }
}
