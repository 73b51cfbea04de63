namespace SgWatch.Addresses;

/// <summary>IANA's special-purpose address registries. They decide which addresses are public.</summary>
/// <remarks>
/// Source: iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry (RFC 6890, as updated to RFC 9780), and for
/// multicast RFC 5771 and RFC 4291. Of the blocks that hold an address the narrowest decides: the address is public if that block is
/// "globally reachable: true". An address in no block is public too, even if IANA hasn't allocated it. NAT64 addresses and 6to4 are cases
/// of their own (docs/policy.md).
/// </remarks>
public static class SpecialPurposeRegistry
{
    /// <summary>The blocks of the IPv4 registry with their names, and what the column "globally reachable" says: null for "N/A".</summary>
    public static IReadOnlyList<(CidrIpv4 Block, string Name, bool? IsReachable)> Ipv4 { get; } =
    [
        V4("0.0.0.0/8", "This network (RFC 791)", isReachable: false),
        V4("0.0.0.0/32", "This host on this network (RFC 1122)", isReachable: false),
        V4("10.0.0.0/8", "Private-Use (RFC 1918)", isReachable: false),
        V4("100.64.0.0/10", "Shared Address Space (RFC 6598)", isReachable: false),
        V4("127.0.0.0/8", "Loopback (RFC 1122)", isReachable: false),
        V4("169.254.0.0/16", "Link Local (RFC 3927)", isReachable: false),
        V4("172.16.0.0/12", "Private-Use (RFC 1918)", isReachable: false),
        V4("192.0.0.0/24", "IETF Protocol Assignments (RFC 6890)", isReachable: false),
        V4("192.0.0.0/29", "IPv4 Service Continuity Prefix (RFC 7335)", isReachable: false),
        V4("192.0.0.8/32", "IPv4 dummy address (RFC 7600)", isReachable: false),
        V4("192.0.0.9/32", "Port Control Protocol Anycast (RFC 7723)", isReachable: true),
        V4("192.0.0.10/32", "TURN Anycast (RFC 8155)", isReachable: true),
        V4("192.0.0.170/32", "NAT64/DNS64 Discovery (RFC 7050)", isReachable: false),
        V4("192.0.0.171/32", "NAT64/DNS64 Discovery (RFC 7050)", isReachable: false),
        V4("192.0.2.0/24", "Documentation TEST-NET-1 (RFC 5737)", isReachable: false),
        V4("192.31.196.0/24", "AS112-v4 (RFC 7535)", isReachable: true),
        V4("192.52.193.0/24", "AMT (RFC 7450)", isReachable: true),
        V4("192.88.99.0/24", "Deprecated 6to4 Relay Anycast (RFC 7526)", isReachable: null),
        V4("192.88.99.2/32", "6a44-relay anycast address (RFC 6751)", isReachable: false),
        V4("192.168.0.0/16", "Private-Use (RFC 1918)", isReachable: false),
        V4("192.175.48.0/24", "Direct Delegation AS112 Service (RFC 7534)", isReachable: true),
        V4("198.18.0.0/15", "Benchmarking (RFC 2544)", isReachable: false),
        V4("198.51.100.0/24", "Documentation TEST-NET-2 (RFC 5737)", isReachable: false),
        V4("203.0.113.0/24", "Documentation TEST-NET-3 (RFC 5737)", isReachable: false),
        V4("240.0.0.0/4", "Reserved (RFC 1112)", isReachable: false),
        V4("255.255.255.255/32", "Limited Broadcast (RFC 8190)", isReachable: false),
    ];

    /// <summary>The blocks of the IPv6 registry, like those of <see cref="Ipv4"/>.</summary>
    public static IReadOnlyList<(CidrIpv6 Block, string Name, bool? IsReachable)> Ipv6 { get; } =
    [
        V6("::1/128", "Loopback Address (RFC 4291)", isReachable: false),
        V6("::/128", "Unspecified Address (RFC 4291)", isReachable: false),
        V6("::ffff:0:0/96", "IPv4-mapped Address (RFC 4291)", isReachable: false),
        V6("64:ff9b::/96", "IPv4-IPv6 Translation (RFC 6052)", isReachable: true),
        V6("64:ff9b:1::/48", "IPv4-IPv6 Translation (RFC 8215)", isReachable: false),
        V6("100::/64", "Discard-Only Address Block (RFC 6666)", isReachable: false),
        V6("100:0:0:1::/64", "Dummy IPv6 Prefix (RFC 9780)", isReachable: false),
        V6("2001::/23", "IETF Protocol Assignments (RFC 2928)", isReachable: false),
        V6("2001::/32", "TEREDO (RFC 4380)", isReachable: null),
        V6("2001:1::1/128", "Port Control Protocol Anycast (RFC 7723)", isReachable: true),
        V6("2001:1::2/128", "TURN Anycast (RFC 8155)", isReachable: true),
        V6("2001:1::3/128", "DNS-SD Service Registration Protocol Anycast (RFC 9665)", isReachable: true),
        V6("2001:2::/48", "Benchmarking (RFC 5180)", isReachable: false),
        V6("2001:3::/32", "AMT (RFC 7450)", isReachable: true),
        V6("2001:4:112::/48", "AS112-v6 (RFC 7535)", isReachable: true),
        V6("2001:10::/28", "Deprecated ORCHID (RFC 4843)", isReachable: null),
        V6("2001:20::/28", "ORCHIDv2 (RFC 7343)", isReachable: true),
        V6("2001:30::/28", "Drone Remote ID Protocol Entity Tags (RFC 9374)", isReachable: true),
        V6("2001:db8::/32", "Documentation (RFC 3849)", isReachable: false),
        V6("2002::/16", "6to4 (RFC 3056)", isReachable: null),
        V6("2620:4f:8000::/48", "Direct Delegation AS112 Service (RFC 7534)", isReachable: true),
        V6("3fff::/20", "Documentation (RFC 9637)", isReachable: false),
        V6("5f00::/16", "Segment Routing (SRv6) SIDs (RFC 9602)", isReachable: false),
        V6("fc00::/7", "Unique-Local (RFC 4193)", isReachable: false),
        V6("fe80::/10", "Link-Local Unicast (RFC 4291)", isReachable: false),
    ];

    /// <summary>The multicast addresses of both families. They are neither private nor public.</summary>
    public static AddressSet Multicast { get; } =
        AddressSet.Of([CidrIpv4.Parse("224.0.0.0/4")], [CidrIpv6.Parse("ff00::/8")]);

    /// <summary>The addresses that can be reached from anywhere: the policy's <c>internet</c>.</summary>
    /// <remarks>A NAT64 address is public if the IPv4 address that it leads to is.</remarks>
    public static AddressSet Public { get; } = WithNat64(Reachable().Except(Multicast));

    /// <summary>RFC 1918, RFC 6598, fc00::/7 and link-local: the policy's <c>private</c>.</summary>
    public static AddressSet Private { get; } = AddressSet.Of(
        new[] { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16" }.Select(CidrIpv4.Parse),
        new[] { "fc00::/7", "fe80::/10" }.Select(CidrIpv6.Parse));

    // 6to4 has "N/A", because whether an address is reachable depends on the IPv4 address in it. It counts as public.
    private static CidrIpv6 SixToFour => CidrIpv6.Parse("2002::/16");

    // from the widest block to the narrowest, so that the narrowest decides
    private static AddressSet Reachable()
    {
        var reachable = AddressSet.Everything;
        foreach (var (block, _, isReachable) in Ipv4.OrderBy(entry => entry.Block.PrefixLength))
        {
            var addresses = AddressSet.Of(block);
            reachable = isReachable == true ? reachable.Union(addresses) : reachable.Except(addresses);
        }
        foreach (var (block, _, isReachable) in Ipv6.OrderBy(entry => entry.Block.PrefixLength))
        {
            var addresses = AddressSet.Of(block);
            reachable = isReachable ?? block == SixToFour ? reachable.Union(addresses) : reachable.Except(addresses);
        }
        return reachable;
    }

    private static AddressSet WithNat64(AddressSet reachable) => Nat64.Widen(reachable.Except(AddressSet.Of(Nat64.Block)));

    private static (CidrIpv4, string, bool?) V4(string block, string name, bool? isReachable) =>
        (CidrIpv4.Parse(block), name, isReachable);

    private static (CidrIpv6, string, bool?) V6(string block, string name, bool? isReachable) =>
        (CidrIpv6.Parse(block), name, isReachable);
}
