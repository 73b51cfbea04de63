using CsCheck;
using SgWatch.Addresses;

namespace SgWatch.Tests.Addresses;

public sealed class CidrIpv6Tests
{
    // groups that are often zero, so that the short forms of the text come up
    internal static readonly Gen<UInt128> AnyAddress =
        Gen.OneOf(Gen.Const((ushort)0), Gen.UShort, Gen.OneOf<ushort>(0xffff, 0x5efe, 1, 0x64, 0xff9b)).Array[8]
        .Select(groups => groups.Aggregate(UInt128.Zero, (address, group) => (address << 16) | group));

    internal static readonly Gen<CidrIpv6> AnyCidr =
        Gen.Select(AnyAddress, Gen.Int[0, 128], (address, prefixLength) => new CidrIpv6(address, prefixLength));

    // an address near a border of the family or of a block, where mistakes live
    internal static readonly Gen<UInt128> AnyBorder = Gen.Select(Gen.Int[0, 128], Gen.Int[-3, 3], (bits, offset) =>
        unchecked((bits == 128 ? UInt128.Zero : UInt128.One << bits) + (UInt128)(Int128)offset));

    [Theory]
    [InlineData("::/0", "::/0")]
    [InlineData("2001:DB8::/32", "2001:db8::/32")]
    [InlineData("2001:0db8:0000:0000:0000:0000:0000:0001/128", "2001:db8::1/128")]
    [InlineData("2001:db8::1/32", "2001:db8::/32")]
    [InlineData("2001:db8:0:0:1:0:0:1/128", "2001:db8::1:0:0:1/128")] // RFC 5952 4.2.3: the first of two runs alike
    [InlineData("2001:db8:0:1:1:1:1:1/128", "2001:db8:0:1:1:1:1:1/128")] // RFC 5952 4.2.2: one group alone stays
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/1", "8000::/1")]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128")]
    [InlineData("::ffff:192.0.2.1/128", "::ffff:192.0.2.1/128")]
    [InlineData("64:ff9b::192.0.2.33/128", "64:ff9b::c000:221/128")]
    public void Parse_gives_the_canonical_form(string text, string canonical)
    {
        Assert.Equal(canonical, CidrIpv6.Parse(text).ToString());
        Assert.Equal(CidrIpv6.Parse(canonical), CidrIpv6.Parse(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/0")]
    [InlineData("::")]
    [InlineData("::/")]
    [InlineData("::/00")]
    [InlineData("::/08")]
    [InlineData("::/-1")]
    [InlineData("::/129")]
    [InlineData(" ::/0")]
    [InlineData("::/0 ")]
    [InlineData("::/0\n")]
    [InlineData("::\0/0")]
    [InlineData("fe80::1%eth0/64")] // a scope is this machine's, not EC2's
    [InlineData("fe80::1%1/64")]
    [InlineData("[::1]/128")]
    [InlineData("[::1]:80/128")]
    [InlineData("::ffff:010.0.0.1/128")]
    [InlineData("::ffff:1.2.3/128")]
    [InlineData("::ffff:1.2.3.256/128")]
    [InlineData("::1.2.3.4:5/128")]
    [InlineData("1.2.3.4::/128")]
    [InlineData("1:2:3:4:5:6:7:1.2.3.4/128")]
    [InlineData("1:2:3:4:5:6:7/128")]
    [InlineData("1:2:3:4:5:6:7:8:9/128")]
    [InlineData("1:2:3:4:5:6:7:8::/128")]
    [InlineData("1::2::3/128")]
    [InlineData(":::/128")]
    [InlineData(":/128")]
    [InlineData(":1/128")]
    [InlineData("1:/128")]
    [InlineData("1:2:3:4:5:6:7:/128")]
    [InlineData("12345::/32")]
    [InlineData("00001::/32")]
    [InlineData("g::/32")]
    [InlineData("0x1::/32")]
    [InlineData("::/0/0")]
    [InlineData("\u0661::/32")]
    [InlineData("\uFF11::/32")]
    [InlineData("10.0.0.0/8")]
    public void Parse_refuses_what_is_no_block(string text)
    {
        Assert.False(CidrIpv6.TryParse(text, out var cidr));
        Assert.Equal(default, cidr);
        Assert.Contains(
            "expected an IPv6 address", Assert.Throws<FormatException>(() => CidrIpv6.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Null_and_overlong_text_are_no_blocks()
    {
        Assert.False(CidrIpv6.TryParse((string?)null, out _));
        Assert.False(CidrIpv6.TryParse(new string(':', 1_000_000) + "/0", out _));
        Assert.False(CidrIpv6.TryParse(new string('0', 1_000_000) + "::/0", out _));
    }

    [Fact]
    public void Default_is_the_narrowest_range()
    {
        Assert.Equal("::/128", default(CidrIpv6).ToString());
        Assert.Equal(default(CidrIpv6).First, default(CidrIpv6).Last);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(129)]
    public void A_prefix_length_outside_the_family_is_refused(int prefixLength) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new CidrIpv6(0, prefixLength));

    [Fact]
    public void Text_reads_back() => AnyCidr.Holds(cidr => CidrIpv6.Parse(cidr.ToString()) == cidr);

    [Fact]
    public void The_long_form_reads_as_the_same_block() => AnyCidr.Holds(cidr =>
    {
        var groups = Enumerable.Range(0, 8).Select(i => ((ushort)(cidr.First >> (112 - (16 * i)))).ToString("X4", null));
        return CidrIpv6.Parse($"{string.Join(':', groups)}/{cidr.PrefixLength}") == cidr;
    });

    [Fact]
    public void A_block_holds_the_addresses_that_share_its_prefix() => Gen.Select(AnyCidr, AnyAddress).Holds(pair =>
        (Bits(pair.Item2)[..pair.Item1.PrefixLength] == Bits(pair.Item1.First)[..pair.Item1.PrefixLength])
            == (pair.Item2 >= pair.Item1.First && pair.Item2 <= pair.Item1.Last));

    [Fact]
    public void Blocks_are_nested_or_apart() => Gen.Select(AnyCidr, AnyCidr).Holds(pair =>
    {
        var (a, b) = pair;
        var apart = a.Last < b.First || b.Last < a.First;
        return apart ? !a.Contains(b) && !b.Contains(a) : a.PrefixLength <= b.PrefixLength ? a.Contains(b) : b.Contains(a);
    });

    [Fact]
    public void Cover_is_exact_ascending_and_never_two_halves_of_one_block() => Gen.Select(AnyBorder, AnyBorder).Holds(pair =>
    {
        var next = pair.Item1;
        CidrIpv6? before = null;
        foreach (var cidr in CidrIpv6.Cover(pair.Item1, pair.Item2))
        {
            if (cidr.First != next
                || (before is { } half && half.PrefixLength == cidr.PrefixLength
                    && new CidrIpv6(half.First, half.PrefixLength - 1).Contains(cidr)))
            {
                return false;
            }
            next = unchecked(cidr.Last + 1);
            before = cidr;
        }
        return pair.Item1 > pair.Item2 ? before is null : before?.Last == pair.Item2;
    });

    [Fact]
    public void Cover_takes_the_fewest_blocks() // every range of a universe of 32 addresses, at both borders and in the middle
    {
        foreach (var start in new[] { UInt128.Zero, UInt128.One << 64, UInt128.MaxValue - 31 })
        {
            for (var first = 0; first < 32; first++)
            {
                for (var last = first; last < 32; last++)
                {
                    Assert.Equal(
                        CidrIpv4Tests.FewestBlocks(first, last), CidrIpv6.Cover(start + (UInt128)first, start + (UInt128)last).Count());
                }
            }
        }
    }

    [Fact]
    public void Cover_of_the_whole_family_is_one_block() =>
        Assert.Equal(["::/0"], CidrIpv6.Cover(0, UInt128.MaxValue).Select(c => c.ToString()));

    private static string Bits(UInt128 address) => address.ToString("b", null).PadLeft(128, '0');
}
