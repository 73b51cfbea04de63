using SgWatch.Addresses;

namespace SgWatch.Tests.Addresses;

/// <summary>A row of IANA's special-purpose address registries, written down apart from the code that is tested.</summary>
/// <param name="Block">The block.</param>
/// <param name="Rfc">The document that it is from.</param>
/// <param name="Reachable">The column "globally reachable": <c>true</c>, <c>false</c> or <c>N/A</c>.</param>
internal sealed record RegistryRow(string Block, string Rfc, string Reachable)
{
    private const string Text = """
        0.0.0.0/8 RFC 791 false
        0.0.0.0/32 RFC 1122 false
        10.0.0.0/8 RFC 1918 false
        100.64.0.0/10 RFC 6598 false
        127.0.0.0/8 RFC 1122 false
        169.254.0.0/16 RFC 3927 false
        172.16.0.0/12 RFC 1918 false
        192.0.0.0/24 RFC 6890 false
        192.0.0.0/29 RFC 7335 false
        192.0.0.8/32 RFC 7600 false
        192.0.0.9/32 RFC 7723 true
        192.0.0.10/32 RFC 8155 true
        192.0.0.170/32 RFC 7050 false
        192.0.0.171/32 RFC 7050 false
        192.0.2.0/24 RFC 5737 false
        192.31.196.0/24 RFC 7535 true
        192.52.193.0/24 RFC 7450 true
        192.88.99.0/24 RFC 7526 N/A
        192.88.99.2/32 RFC 6751 false
        192.168.0.0/16 RFC 1918 false
        192.175.48.0/24 RFC 7534 true
        198.18.0.0/15 RFC 2544 false
        198.51.100.0/24 RFC 5737 false
        203.0.113.0/24 RFC 5737 false
        240.0.0.0/4 RFC 1112 false
        255.255.255.255/32 RFC 8190 false
        ::1/128 RFC 4291 false
        ::/128 RFC 4291 false
        ::ffff:0:0/96 RFC 4291 false
        64:ff9b::/96 RFC 6052 true
        64:ff9b:1::/48 RFC 8215 false
        100::/64 RFC 6666 false
        100:0:0:1::/64 RFC 9780 false
        2001::/23 RFC 2928 false
        2001::/32 RFC 4380 N/A
        2001:1::1/128 RFC 7723 true
        2001:1::2/128 RFC 8155 true
        2001:1::3/128 RFC 9665 true
        2001:2::/48 RFC 5180 false
        2001:3::/32 RFC 7450 true
        2001:4:112::/48 RFC 7535 true
        2001:10::/28 RFC 4843 N/A
        2001:20::/28 RFC 7343 true
        2001:30::/28 RFC 9374 true
        2001:db8::/32 RFC 3849 false
        2002::/16 RFC 3056 N/A
        2620:4f:8000::/48 RFC 7534 true
        3fff::/20 RFC 9637 false
        5f00::/16 RFC 9602 false
        fc00::/7 RFC 4193 false
        fe80::/10 RFC 4291 false
        """;

    /// <summary>All rows of both registries.</summary>
    public static IReadOnlyList<RegistryRow> All { get; } = [.. Text.Split('\n').Select(line => line.Trim().Split(' '))
        .Select(words => new RegistryRow(words[0], $"{words[1]} {words[2]}", words[3]))];

    /// <summary>The addresses of the block.</summary>
    public AddressSet Addresses { get; } = CidrIpv4.TryParse(Block, out var ipv4)
        ? AddressSet.Of(ipv4)
        : AddressSet.Of(CidrIpv6.Parse(Block));
}
