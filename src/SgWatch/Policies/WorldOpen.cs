using SgWatch.Addresses;

namespace SgWatch.Policies;

/// <summary>From how many public addresses on a set is open to the world: the policy's <c>world-open</c>.</summary>
/// <param name="Ipv4">The prefix length of an IPv4 block of that size, 0-32. 0 means all public addresses.</param>
/// <param name="Ipv6">The same in IPv6, 0-128.</param>
public sealed record WorldOpen(int Ipv4 = 8, int Ipv6 = 16)
{
    private static readonly AddressSet Public = Nat64.Translate(SpecialPurposeRegistry.Public);

    /// <summary>The fewest public IPv4 addresses that are the world, at least 1.</summary>
    /// <remarks>A NAT64 address counts as the IPv4 address in it.</remarks>
    public UInt128 ThresholdIpv4 => Ipv4 == 0 ? Public.Ipv4.Count : UInt128.One << (32 - Ipv4);

    /// <summary>The fewest public IPv6 addresses that are the world, at least 1.</summary>
    /// <remarks>NAT64 addresses don't count here.</remarks>
    public UInt128 ThresholdIpv6 => Ipv6 == 0 ? Public.Ipv6.Count : UInt128.One << (128 - Ipv6);
}
