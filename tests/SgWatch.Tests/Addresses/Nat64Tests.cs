using CsCheck;
using SgWatch.Addresses;

namespace SgWatch.Tests.Addresses;

public sealed class Nat64Tests
{
    private static readonly Gen<IntervalSet<uint>> AnyIpv4 = Gen.Select(Gen.UInt, Gen.Int[0, 32])
        .Select((address, length) => new CidrIpv4(address, length)).Array[0, 4].Select(cidrs => AddressSet.Of(cidrs, []).Ipv4);

    [Theory]
    [InlineData("8.8.8.8/32", "64:ff9b::808:808/128")]
    [InlineData("10.0.0.0/8", "64:ff9b::a00:0/104")]
    [InlineData("0.0.0.0/0", "64:ff9b::/96")]
    [InlineData("255.255.255.255/32", "64:ff9b::ffff:ffff/128")]
    public void The_last_32_bits_are_the_ipv4_address(string ipv4, string ipv6)
    {
        var (four, six) = (AddressSet.Of(CidrIpv4.Parse(ipv4)), AddressSet.Of(CidrIpv6.Parse(ipv6)));

        Assert.Equal(six.Ipv6, Nat64.Of(four.Ipv4));
        Assert.Equal(four.Union(six), Nat64.Widen(four));
        Assert.Equal(four, Nat64.Translate(six));
        Assert.Equal(six, Nat64.Widen(six));
        Assert.Equal(four, Nat64.Translate(four));
    }

    [Theory] // only the block itself is translated
    [InlineData("64:ff9b::/64", "64:ff9b::1:0:0/96", true)]
    [InlineData("64:ff9b:1::/48", "64:ff9b:1::/48", false)] // RFC 8215, for a translator of one's own
    [InlineData("64:ff9a:ffff::/48", "64:ff9a:ffff::/48", false)]
    [InlineData("::ffff:0:0/96", "::ffff:0:0/96", false)]
    public void What_is_outside_the_block_stays(string block, string inside, bool isIn)
    {
        var (all, part) = (AddressSet.Of(CidrIpv6.Parse(block)), AddressSet.Of(CidrIpv6.Parse(inside)));
        var translated = Nat64.Translate(all);

        Assert.Equal(isIn, Nat64.IsIn(all));
        Assert.Equal(isIn ? IntervalSet<uint>.Everything : default, translated.Ipv4);
        Assert.True(translated.Contains(part));
        Assert.False(Nat64.IsIn(translated));
    }

    [Fact]
    public void Translating_takes_back_what_widening_adds() => AnyIpv4.Holds(ipv4 =>
        Nat64.Translate(new(default, Nat64.Of(ipv4))) == new AddressSet(ipv4, default)
        && Nat64.Translate(Nat64.Widen(new(ipv4, default))) == new AddressSet(ipv4, default)
        && Nat64.Of(ipv4).Count == ipv4.Count);

    [Fact]
    public void The_two_families_are_all_addresses_and_share_none()
    {
        Assert.Equal(AddressSet.Everything, Nat64.Ipv4Family.Union(Nat64.Ipv6Family));
        Assert.False(Nat64.Ipv4Family.Overlaps(Nat64.Ipv6Family));
    }

    [Theory]
    [InlineData("::/0", 1L << 32)]
    [InlineData("64:ff9b::/32", 1L << 32)]
    [InlineData("64:ff9b::/96", 1L << 32)]
    [InlineData("64:ff9b::a00:0/104", 1L << 24)]
    [InlineData("64:ff9b::a00:1/128", 1)]
    [InlineData("64:ff9b::1:0:0/96", 0)]
    [InlineData("64:ff9a:ffff:ffff:ffff:ffff:ffff:ffff/128", 0)]
    public void CountIn_counts_the_nat64_addresses_of_a_range(string block, long count)
    {
        var cidr = CidrIpv6.Parse(block);

        Assert.Equal((ulong)count, Nat64.CountIn(cidr.First, cidr.Last));
    }
}
