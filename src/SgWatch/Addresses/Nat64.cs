namespace SgWatch.Addresses;

/// <summary>NAT64: IPv6 addresses that each lead to one IPv4 address.</summary>
/// <remarks>
/// The last 32 bits of an address in 64:ff9b::/96 are the IPv4 address: 64:ff9b::808:808 leads to 8.8.8.8. In AWS a NAT gateway translates
/// them, and DNS64 hands them out. Sources: RFC 6052; VPC user guide, "DNS64 and NAT64".
/// </remarks>
public static class Nat64
{
    /// <summary>The block of all NAT64 addresses.</summary>
    public static CidrIpv6 Block { get; } = CidrIpv6.Parse("64:ff9b::/96");

    /// <summary>All addresses that lead to IPv4: the IPv4 addresses and the NAT64 addresses.</summary>
    public static AddressSet Ipv4Family { get; } =
        new(IntervalSet<uint>.Everything, IntervalSet<UInt128>.Of(Block.First, Block.Last));

    /// <summary>All other addresses: the IPv6 addresses without the NAT64 addresses.</summary>
    public static AddressSet Ipv6Family { get; } = AddressSet.Everything.Except(Ipv4Family);

    /// <summary>Whether some NAT64 address is in the set.</summary>
    public static bool IsIn(AddressSet addresses) => addresses.Ipv6.Overlaps(Block.First, Block.Last);

    /// <summary>How many NAT64 addresses lie between two IPv6 addresses, both of them included.</summary>
    public static ulong CountIn(UInt128 first, UInt128 last) => first > Block.Last || last < Block.First
        ? 0
        : (ulong)(UInt128.Min(last, Block.Last) - UInt128.Max(first, Block.First)) + 1;

    /// <summary>The NAT64 addresses that lead to these IPv4 addresses.</summary>
    public static IntervalSet<UInt128> Of(IntervalSet<uint> ipv4)
    {
        var intervals = new Interval<UInt128>[ipv4.Intervals.Length];
        for (var i = 0; i < intervals.Length; i++)
        {
            intervals[i] = new(Block.First + ipv4.Intervals[i].First, Block.First + ipv4.Intervals[i].Last);
        }
        return IntervalSet<UInt128>.Of(intervals);
    }

    /// <summary>The set, and the NAT64 addresses that lead to its IPv4 addresses.</summary>
    public static AddressSet Widen(AddressSet addresses) =>
        addresses.Ipv4.IsEmpty ? addresses : addresses with { Ipv6 = addresses.Ipv6.Union(Of(addresses.Ipv4)) };

    /// <summary>The set with each NAT64 address replaced by the IPv4 address that it leads to.</summary>
    public static AddressSet Translate(AddressSet addresses)
    {
        if (!IsIn(addresses))
        {
            return addresses;
        }
        var inside = addresses.Ipv6.Intersect(Ipv4Family.Ipv6).Intervals;
        var intervals = new Interval<uint>[inside.Length];
        for (var i = 0; i < intervals.Length; i++)
        {
            intervals[i] = new((uint)(inside[i].First - Block.First), (uint)(inside[i].Last - Block.First));
        }
        return new(addresses.Ipv4.Union(IntervalSet<uint>.Of(intervals)), addresses.Ipv6.Except(Ipv4Family.Ipv6));
    }
}
