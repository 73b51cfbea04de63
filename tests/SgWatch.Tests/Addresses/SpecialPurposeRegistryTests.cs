using CsCheck;
using SgWatch.Addresses;

namespace SgWatch.Tests.Addresses;

public sealed class SpecialPurposeRegistryTests
{
    [Fact]
    public void Public_ipv4_is_what_no_unreachable_entry_and_no_multicast_takes()
    {
        // the entries that lie in no other and aren't globally reachable, their sizes by hand from the registry's prefix lengths
        const long taken = (3L << 24) // 0/8, 10/8, 127/8
            + (1L << 22) // 100.64/10
            + (1L << 16) // 169.254/16
            + (1L << 20) // 172.16/12
            + (5L << 8) // 192.0.0, 192.0.2, 192.88.99, 198.51.100, 203.0.113: all /24
            - 2 // 192.0.0.9 and 192.0.0.10 are globally reachable
            + (1L << 16) // 192.168/16
            + (1L << 17) // 198.18/15
            + (1L << 28) // 240/4
            + (1L << 28); // 224/4, multicast
        Assert.Equal((UInt128)((1L << 32) - taken), SpecialPurposeRegistry.Public.Ipv4.Count);
    }

    [Fact] // counted with Python's ipaddress.collapse_addresses from the registries' own tables
    public void Public_has_the_counts_that_another_implementation_finds()
    {
        Assert.Equal((UInt128)3_702_258_434, SpecialPurposeRegistry.Public.Ipv4.Count);
        Assert.Equal(
            UInt128.Parse("335956821089707286738306387776402096129", null),
            SpecialPurposeRegistry.Public.Intersect(Nat64.Ipv6Family).Ipv6.Count);
        Assert.Equal(UInt128.Parse("335956821089707286738306387780104354563", null), SpecialPurposeRegistry.Public.Ipv6.Count);
    }

    [Fact]
    public void Each_entry_is_a_canonical_block_named_once()
    {
        Assert.Equal(26, SpecialPurposeRegistry.Ipv4.Select(e => e.Block).Distinct().Count());
        Assert.Equal(25, SpecialPurposeRegistry.Ipv6.Select(e => e.Block).Distinct().Count());
        Assert.Equal(26, SpecialPurposeRegistry.Ipv4.Count);
        Assert.Equal(25, SpecialPurposeRegistry.Ipv6.Count);
    }

    [Fact]
    public void Each_entry_has_the_name_and_the_reachability_of_the_registries() => Assert.Equal(
        RegistryRow.All.Select(row => $"{row.Block} ({row.Rfc}) {row.Reachable}").Order(StringComparer.Ordinal),
        SpecialPurposeRegistry.Ipv4.Select(e => (Block: e.Block.ToString(), e.Name, e.IsReachable))
            .Concat(SpecialPurposeRegistry.Ipv6.Select(e => (Block: e.Block.ToString(), e.Name, e.IsReachable)))
            .Select(e => $"{e.Block} {e.Name[e.Name.LastIndexOf('(')..]} {Word(e.IsReachable)}")
            .Order(StringComparer.Ordinal));

    [Fact] // an entry in another one is decided by itself
    public void An_entry_is_public_exactly_if_it_is_globally_reachable_or_6to4()
    {
        Assert.All(RegistryRow.All, row =>
        {
            var isPublic = row.Reachable == "true" || row.Block == "2002::/16";
            var block = row.Addresses;
            foreach (var inner in RegistryRow.All.Where(other => other != row && block.Contains(other.Addresses)))
            {
                block = block.Except(inner.Addresses);
            }
            block = row.Block == "64:ff9b::/96" ? Nat64.Widen(SpecialPurposeRegistry.Public with { Ipv6 = default }) : block;
            Assert.Equal(isPublic, SpecialPurposeRegistry.Public.Contains(block));
            Assert.Equal(isPublic, SpecialPurposeRegistry.Public.Overlaps(block));
        });
        Assert.False(SpecialPurposeRegistry.Public.Overlaps(SpecialPurposeRegistry.Multicast));
    }

    [Fact]
    public void A_nat64_address_is_public_exactly_if_its_ipv4_address_is() => Gen.UInt.Holds(address =>
        SpecialPurposeRegistry.Public.Ipv4.Contains(address)
        == SpecialPurposeRegistry.Public.Ipv6.Contains(Nat64.Block.First + address));

    [Fact]
    public void Private_is_named_by_the_registries_and_shares_nothing_with_public()
    {
        Assert.False(SpecialPurposeRegistry.Public.Overlaps(SpecialPurposeRegistry.Private));
        var named = AddressSet.Of(SpecialPurposeRegistry.Ipv4.Select(e => e.Block), SpecialPurposeRegistry.Ipv6.Select(e => e.Block));
        Assert.True(named.Contains(SpecialPurposeRegistry.Private));
        Assert.Equal(
            ["10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fe80::/10"],
            SpecialPurposeRegistry.Private.ToCidrs());
    }

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("1.1.1.1")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("192.0.1.0")]
    [InlineData("192.88.98.255")]
    [InlineData("2600:1f00::1")]
    [InlineData("2001:4860:4860::8888")]
    [InlineData("2001:200::1")] // the first after 2001::/23
    [InlineData("4000::1")] // unallocated counts as public
    [InlineData("::2")] // the deprecated IPv4-compatible block is in no registry
    [InlineData("fec0::1")] // nor is site-local
    [InlineData("100:0:0:2::")]
    [InlineData("192.0.0.9")] // globally reachable, although 192.0.0.0/24 isn't
    [InlineData("192.0.0.10")]
    [InlineData("192.31.196.1")]
    [InlineData("192.52.193.1")]
    [InlineData("192.175.48.1")]
    [InlineData("64:ff9b::808:808")] // 8.8.8.8 through NAT64
    [InlineData("64:ff9b::c000:9")] // 192.0.0.9 through NAT64
    [InlineData("2001:1::1")]
    [InlineData("2001:1::2")]
    [InlineData("2001:1::3")]
    [InlineData("2001:3::1")]
    [InlineData("2001:4:112::1")]
    [InlineData("2001:2f:ffff::1")]
    [InlineData("2001:3f:ffff::1")]
    [InlineData("2002::1")] // 6to4: the registry has "N/A"
    [InlineData("2620:4f:8000::1")]
    public void Public_addresses(string address) => Assert.True(IsPublic(address));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.0")]
    [InlineData("127.255.255.255")]
    [InlineData("169.254.169.254")]
    [InlineData("192.0.0.8")]
    [InlineData("192.0.0.11")]
    [InlineData("192.88.99.1")] // deprecated, but named
    [InlineData("192.88.99.2")]
    [InlineData("198.19.255.255")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.255")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::a00:1")] // 10.0.0.1 through NAT64
    [InlineData("64:ff9b::ffff:ffff")]
    [InlineData("64:ff9b:1::")]
    [InlineData("64:ff9b:1::808:808")]
    [InlineData("2001:1::4")]
    [InlineData("2001:2::1")]
    [InlineData("2001:4:113::1")]
    [InlineData("2001:1f:ffff::1")] // ORCHID, deprecated
    [InlineData("100::1")]
    [InlineData("100:0:0:1::1")]
    [InlineData("2001::1")]
    [InlineData("2001:1ff:ffff::1")]
    [InlineData("2001:db8::1")]
    [InlineData("3fff:fff:ffff::1")]
    [InlineData("5f00::1")]
    [InlineData("fdff::1")]
    [InlineData("febf::1")]
    [InlineData("ff02::1")]
    public void Addresses_that_are_not_public(string address) => Assert.False(IsPublic(address));

    private static string Word(bool? isReachable) => isReachable switch { true => "true", false => "false", null => "N/A" };

    private static bool IsPublic(string address) => CidrIpv4.TryParseAddress(address, out var ipv4)
        ? SpecialPurposeRegistry.Public.Ipv4.Contains(ipv4)
        : CidrIpv6.TryParseAddress(address, out var ipv6)
            ? SpecialPurposeRegistry.Public.Ipv6.Contains(ipv6)
            : throw new ArgumentException(address);
}
