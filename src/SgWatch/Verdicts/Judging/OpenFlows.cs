using SgWatch.Addresses;
using SgWatch.Policies;
using SgWatch.Traffic;

namespace SgWatch.Verdicts.Judging;

/// <summary>The points of <see cref="FlowSpace"/> on which a set of traffic is open to the world, for each address family.</summary>
/// <param name="Ipv4">The points on which IPv4 is open, directly or through NAT64.</param>
/// <param name="Ipv6">The points on which IPv6 is open.</param>
internal readonly record struct OpenFlows(IntervalSet<uint> Ipv4, IntervalSet<uint> Ipv6)
{
    public bool IsEmpty => Ipv4.IsEmpty && Ipv6.IsEmpty;

    /// <summary>Finds the points on which the set has at least as many addresses as the threshold.</summary>
    /// <param name="publicTraffic">Traffic with public addresses only, and with IPv4 addresses in place of NAT64 addresses.</param>
    /// <param name="worldOpen">The thresholds.</param>
    public static OpenFlows Of(TrafficSet publicTraffic, WorldOpen worldOpen)
    {
        List<Interval<uint>>? ipv4 = null;
        List<Interval<uint>>? ipv6 = null;
        foreach (var band in publicTraffic.Bands)
        {
            if (band.Peers.Addresses.Ipv4.Count >= worldOpen.ThresholdIpv4)
            {
                (ipv4 ??= []).Add(new(band.First, band.Last));
            }
            if (band.Peers.Addresses.Ipv6.Count >= worldOpen.ThresholdIpv6)
            {
                (ipv6 ??= []).Add(new(band.First, band.Last));
            }
        }
        return new(ipv4 is null ? default : IntervalSet<uint>.Of(ipv4), ipv6 is null ? default : IntervalSet<uint>.Of(ipv6));
    }

    /// <summary>The part of some traffic on these points: IPv4 and NAT64 addresses where IPv4 is open, others where IPv6 is.</summary>
    public TrafficSet Restrict(TrafficSet traffic) =>
        On(Ipv4, Nat64.Ipv4Family, traffic).Union(On(Ipv6, Nat64.Ipv6Family, traffic));

    private static TrafficSet On(IntervalSet<uint> flows, AddressSet family, TrafficSet traffic) =>
        PatternTraffic.On(flows, PeerSet.Of(family)).Intersect(traffic);
}
