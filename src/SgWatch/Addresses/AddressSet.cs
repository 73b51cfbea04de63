namespace SgWatch.Addresses;

/// <summary>A set of IPv4 and IPv6 addresses. The families never mix.</summary>
/// <remarks>Default: the empty set.</remarks>
/// <param name="Ipv4">The IPv4 addresses, as numbers of 32 bits.</param>
/// <param name="Ipv6">The IPv6 addresses, as numbers of 128 bits.</param>
public readonly record struct AddressSet(IntervalSet<uint> Ipv4, IntervalSet<UInt128> Ipv6)
{
    /// <summary>Every address of both families.</summary>
    public static AddressSet Everything { get; } = new(IntervalSet<uint>.Everything, IntervalSet<UInt128>.Everything);

    /// <summary>Whether no address is in the set.</summary>
    public bool IsEmpty => Ipv4.IsEmpty && Ipv6.IsEmpty;

    /// <summary>The addresses of an IPv4 range.</summary>
    public static AddressSet Of(CidrIpv4 cidr) => new(IntervalSet<uint>.Of(cidr.First, cidr.Last), default);

    /// <summary>The addresses of an IPv6 range.</summary>
    public static AddressSet Of(CidrIpv6 cidr) => new(default, IntervalSet<UInt128>.Of(cidr.First, cidr.Last));

    /// <summary>The addresses of several ranges, which may overlap and come in any order.</summary>
    public static AddressSet Of(IEnumerable<CidrIpv4> ipv4, IEnumerable<CidrIpv6> ipv6) => new(
        IntervalSet<uint>.Of(ipv4.Select(c => new Interval<uint>(c.First, c.Last))),
        IntervalSet<UInt128>.Of(ipv6.Select(c => new Interval<UInt128>(c.First, c.Last))));

    /// <summary>The addresses in this set or the other.</summary>
    public AddressSet Union(AddressSet other) => new(Ipv4.Union(other.Ipv4), Ipv6.Union(other.Ipv6));

    /// <summary>The addresses in both sets.</summary>
    public AddressSet Intersect(AddressSet other) => new(Ipv4.Intersect(other.Ipv4), Ipv6.Intersect(other.Ipv6));

    /// <summary>The addresses in this set that aren't in <paramref name="other"/>.</summary>
    public AddressSet Except(AddressSet other) => new(Ipv4.Except(other.Ipv4), Ipv6.Except(other.Ipv6));

    /// <summary>Whether every address of <paramref name="other"/> is in this set.</summary>
    public bool Contains(AddressSet other) => Ipv4.Contains(other.Ipv4) && Ipv6.Contains(other.Ipv6);

    /// <summary>Whether some address is in both sets.</summary>
    public bool Overlaps(AddressSet other) => Ipv4.Overlaps(other.Ipv4) || Ipv6.Overlaps(other.Ipv6);

    /// <summary>The texts of the fewest CIDR ranges that hold exactly these addresses: IPv4 first, then IPv6, each ascending.</summary>
    public IEnumerable<string> ToCidrs() => [
        .. CoverIpv4().Select(c => c.ToString()),
        .. CoverIpv6().Select(c => c.ToString())];

    /// <summary>The fewest ranges that hold exactly the IPv4 addresses, ascending.</summary>
    public IReadOnlyList<CidrIpv4> CoverIpv4()
    {
        var cover = new List<CidrIpv4>();
        foreach (var interval in Ipv4.Intervals)
        {
            cover.AddRange(CidrIpv4.Cover(interval.First, interval.Last));
        }
        return cover;
    }

    /// <summary>The fewest ranges that hold exactly the IPv6 addresses, ascending.</summary>
    public IReadOnlyList<CidrIpv6> CoverIpv6()
    {
        var cover = new List<CidrIpv6>();
        foreach (var interval in Ipv6.Intervals)
        {
            cover.AddRange(CidrIpv6.Cover(interval.First, interval.Last));
        }
        return cover;
    }
}
