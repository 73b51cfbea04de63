using SgWatch.Addresses;

namespace SgWatch.Policies;

/// <summary>From how many public addresses on a set of addresses is open to the world: the policy's <c>world-open</c>.</summary>
/// <param name="Ipv4">The prefix length of an IPv4 block of that size, 0-32; 0 means all public addresses.</param>
/// <param name="Ipv6">The same in IPv6, 0-128.</param>
public sealed record WorldOpen(int Ipv4 = 8, int Ipv6 = 16)
{
    /// <summary>How many public IPv4 addresses are the world: one at least.</summary>
    public UInt128 ThresholdIpv4 { get; } = Ipv4 == 0 ? SpecialPurposeRegistry.Public.Ipv4.Count : UInt128.One << (32 - Ipv4);

    /// <summary>How many public IPv6 addresses are the world: one at least.</summary>
    public UInt128 ThresholdIpv6 { get; } = Ipv6 == 0 ? SpecialPurposeRegistry.Public.Ipv6.Count : UInt128.One << (128 - Ipv6);
}
