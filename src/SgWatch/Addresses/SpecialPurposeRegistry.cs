namespace SgWatch.Addresses;

/// <summary>IANA's special-purpose address registries. They decide which addresses are public.</summary>
/// <remarks>
/// Source: iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry (RFC 6890, as updated to RFC 9780), and for
/// multicast RFC 5771 and RFC 4291. An address is public if neither names it. Blocks that the registries call globally reachable aren't
/// public here, and space that IANA hasn't allocated is public (docs/policy.md).
/// </remarks>
public static class SpecialPurposeRegistry
{
    /// <summary>The blocks of the IPv4 registry with their names.</summary>
    public static IReadOnlyList<(CidrIpv4 Block, string Name)> Ipv4 { get; } =
    [
        V4("0.0.0.0/8", "This network (RFC 791)"),
        V4("0.0.0.0/32", "This host on this network (RFC 1122)"),
        V4("10.0.0.0/8", "Private-Use (RFC 1918)"),
        V4("100.64.0.0/10", "Shared Address Space (RFC 6598)"),
        V4("127.0.0.0/8", "Loopback (RFC 1122)"),
        V4("169.254.0.0/16", "Link Local (RFC 3927)"),
        V4("172.16.0.0/12", "Private-Use (RFC 1918)"),
        V4("192.0.0.0/24", "IETF Protocol Assignments (RFC 6890)"),
        V4("192.0.0.0/29", "IPv4 Service Continuity Prefix (RFC 7335)"),
        V4("192.0.0.8/32", "IPv4 dummy address (RFC 7600)"),
        V4("192.0.0.9/32", "Port Control Protocol Anycast (RFC 7723)"),
        V4("192.0.0.10/32", "TURN Anycast (RFC 8155)"),
        V4("192.0.0.170/32", "NAT64/DNS64 Discovery (RFC 7050)"),
        V4("192.0.0.171/32", "NAT64/DNS64 Discovery (RFC 7050)"),
        V4("192.0.2.0/24", "Documentation TEST-NET-1 (RFC 5737)"),
        V4("192.31.196.0/24", "AS112-v4 (RFC 7535)"),
        V4("192.52.193.0/24", "AMT (RFC 7450)"),
        V4("192.88.99.0/24", "Deprecated 6to4 Relay Anycast (RFC 7526)"),
        V4("192.88.99.2/32", "6a44-relay anycast address (RFC 6751)"),
        V4("192.168.0.0/16", "Private-Use (RFC 1918)"),
        V4("192.175.48.0/24", "Direct Delegation AS112 Service (RFC 7534)"),
        V4("198.18.0.0/15", "Benchmarking (RFC 2544)"),
        V4("198.51.100.0/24", "Documentation TEST-NET-2 (RFC 5737)"),
        V4("203.0.113.0/24", "Documentation TEST-NET-3 (RFC 5737)"),
        V4("240.0.0.0/4", "Reserved (RFC 1112)"),
        V4("255.255.255.255/32", "Limited Broadcast (RFC 8190)"),
    ];

    /// <summary>The blocks of the IPv6 registry with their names.</summary>
    public static IReadOnlyList<(CidrIpv6 Block, string Name)> Ipv6 { get; } =
    [
        V6("::1/128", "Loopback Address (RFC 4291)"),
        V6("::/128", "Unspecified Address (RFC 4291)"),
        V6("::ffff:0:0/96", "IPv4-mapped Address (RFC 4291)"),
        V6("64:ff9b::/96", "IPv4-IPv6 Translation (RFC 6052)"),
        V6("64:ff9b:1::/48", "IPv4-IPv6 Translation (RFC 8215)"),
        V6("100::/64", "Discard-Only Address Block (RFC 6666)"),
        V6("100:0:0:1::/64", "Dummy IPv6 Prefix (RFC 9780)"),
        V6("2001::/23", "IETF Protocol Assignments (RFC 2928)"),
        V6("2001::/32", "TEREDO (RFC 4380)"),
        V6("2001:1::1/128", "Port Control Protocol Anycast (RFC 7723)"),
        V6("2001:1::2/128", "TURN Anycast (RFC 8155)"),
        V6("2001:1::3/128", "DNS-SD Service Registration Protocol Anycast (RFC 9665)"),
        V6("2001:2::/48", "Benchmarking (RFC 5180)"),
        V6("2001:3::/32", "AMT (RFC 7450)"),
        V6("2001:4:112::/48", "AS112-v6 (RFC 7535)"),
        V6("2001:10::/28", "Deprecated ORCHID (RFC 4843)"),
        V6("2001:20::/28", "ORCHIDv2 (RFC 7343)"),
        V6("2001:30::/28", "Drone Remote ID Protocol Entity Tags (RFC 9374)"),
        V6("2001:db8::/32", "Documentation (RFC 3849)"),
        V6("2002::/16", "6to4 (RFC 3056)"),
        V6("2620:4f:8000::/48", "Direct Delegation AS112 Service (RFC 7534)"),
        V6("3fff::/20", "Documentation (RFC 9637)"),
        V6("5f00::/16", "Segment Routing (SRv6) SIDs (RFC 9602)"),
        V6("fc00::/7", "Unique-Local (RFC 4193)"),
        V6("fe80::/10", "Link-Local Unicast (RFC 4291)"),
    ];

    /// <summary>The multicast addresses of both families. They are neither private nor public.</summary>
    public static AddressSet Multicast { get; } =
        AddressSet.Of([CidrIpv4.Parse("224.0.0.0/4")], [CidrIpv6.Parse("ff00::/8")]);

    /// <summary>Every address outside the registries and multicast: the policy's <c>internet</c>.</summary>
    public static AddressSet Public { get; } = AddressSet.Everything
        .Except(AddressSet.Of(Ipv4.Select(e => e.Block), Ipv6.Select(e => e.Block)))
        .Except(Multicast);

    /// <summary>RFC 1918, RFC 6598, fc00::/7 and link-local: the policy's <c>private</c>.</summary>
    public static AddressSet Private { get; } = AddressSet.Of(
        new[] { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16" }.Select(CidrIpv4.Parse),
        new[] { "fc00::/7", "fe80::/10" }.Select(CidrIpv6.Parse));

    private static (CidrIpv4, string) V4(string block, string name) => (CidrIpv4.Parse(block), name);

    private static (CidrIpv6, string) V6(string block, string name) => (CidrIpv6.Parse(block), name);
}
