using CsCheck;
using SgWatch.Addresses;

namespace SgWatch.Tests.Addresses;

public sealed class CidrIpv4Tests
{
    internal static readonly Gen<CidrIpv4> AnyCidr =
        Gen.Select(Gen.UInt, Gen.Int[0, 32], (address, prefixLength) => new CidrIpv4(address, prefixLength));

    // an address near a border of the family or of a block, where mistakes live
    internal static readonly Gen<uint> AnyBorder =
        Gen.Select(Gen.Int[0, 32], Gen.Int[-3, 3], (bits, offset) => (uint)((1L << bits) + offset));

    [Theory]
    [InlineData("10.0.0.0/8", "10.0.0.0/8")]
    [InlineData("100.68.0.18/18", "100.68.0.0/18")] // EC2's own example
    [InlineData("208.236.235.254/0", "0.0.0.0/0")] // from a published record: every host bit is set
    [InlineData("192.168.0.1/31", "192.168.0.0/31")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("1.2.3.4/32", "1.2.3.4/32")]
    [InlineData("255.255.255.255/1", "128.0.0.0/1")]
    [InlineData("255.255.255.255/32", "255.255.255.255/32")]
    public void Parse_gives_the_canonical_form(string text, string canonical) =>
        Assert.Equal(canonical, CidrIpv4.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/8")]
    [InlineData("10.0.0.0")]
    [InlineData("10.0.0.0/")]
    [InlineData("010.0.0.0/8")] // octal to some readers, decimal to others
    [InlineData("10.00.0.0/8")]
    [InlineData("10.0.0.0/08")]
    [InlineData("10.0.0.0/+8")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("1.2.3.4/33")]
    [InlineData("1.2.3.4/4294967296")]
    [InlineData("1.2.3.4/99999999999999999999")]
    [InlineData("256.0.0.0/8")]
    [InlineData("1.2.3.256/8")]
    [InlineData(" 1.2.3.4/8")]
    [InlineData("1.2.3.4/8 ")]
    [InlineData("1.2.3.4 /8")]
    [InlineData("1.2.3.4/ 8")]
    [InlineData("1.2.3.4/8\n")]
    [InlineData("1.2.3.4/8\0")]
    [InlineData("1.2.3/8")]
    [InlineData("10/8")]
    [InlineData("1.2.3.4.5/8")]
    [InlineData("1.2.3.4./8")]
    [InlineData(".1.2.3.4/8")]
    [InlineData("1..3.4/8")]
    [InlineData("1.2.3.-4/8")]
    [InlineData("0x0a.0.0.0/8")]
    [InlineData("167772160/8")]
    [InlineData("1.2.3.4/8/8")]
    [InlineData("1.2.3.4/255.0.0.0")]
    [InlineData("\u0661.2.3.4/8")] // Arabic-Indic one: a digit to Unicode, not to EC2
    [InlineData("1.2.3.4/\uFF18")] // full-width 8
    [InlineData("1\u30022.3.4/8")]
    [InlineData("::/0")]
    [InlineData("::ffff:1.2.3.4/128")]
    public void Parse_refuses_what_is_no_block(string text)
    {
        Assert.False(CidrIpv4.TryParse(text, out var cidr));
        Assert.Equal(default, cidr);
        Assert.Contains(
            "expected four decimal octets", Assert.Throws<FormatException>(() => CidrIpv4.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Null_and_overlong_text_are_no_blocks()
    {
        Assert.False(CidrIpv4.TryParse((string?)null, out _));
        Assert.False(CidrIpv4.TryParse("1.2.3.4/8" + new string('0', 1_000_000), out _));
        Assert.False(CidrIpv4.TryParse(new string('1', 1_000_000), out _));
    }

    [Fact]
    public void A_refusal_quotes_no_more_than_a_line_of_what_it_refuses()
    {
        var message = Assert.Throws<FormatException>(() => CidrIpv4.Parse("1.2.3.4/8\n" + new string('x', 1_000_000))).Message;
        Assert.True(message.Length < 300);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Default_is_the_narrowest_range()
    {
        Assert.Equal("0.0.0.0/32", default(CidrIpv4).ToString());
        Assert.Equal(default(CidrIpv4).First, default(CidrIpv4).Last);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(33)]
    public void A_prefix_length_outside_the_family_is_refused(int prefixLength) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new CidrIpv4(0, prefixLength));

    [Fact]
    public void Text_reads_back() => AnyCidr.Holds(cidr => CidrIpv4.Parse(cidr.ToString()) == cidr);

    [Fact]
    public void Blocks_are_equal_exactly_if_they_hold_the_same_addresses() => Gen.Select(AnyCidr, AnyCidr).Holds(pair =>
        (pair.Item1 == pair.Item2) == ((pair.Item1.First, pair.Item1.Last) == (pair.Item2.First, pair.Item2.Last)));

    [Fact]
    public void A_block_holds_the_addresses_that_share_its_prefix() => Gen.Select(AnyCidr, Gen.UInt).Holds(pair =>
        CidrIpv4ModelContains(pair.Item1, pair.Item2) == (pair.Item2 >= pair.Item1.First && pair.Item2 <= pair.Item1.Last));

    [Fact]
    public void Contains_agrees_with_counting() => Gen.Select(AnyCidr, AnyCidr).Holds(pair =>
        pair.Item1.Contains(pair.Item2) == (CountShared(pair.Item1, pair.Item2) == (long)pair.Item2.Last - pair.Item2.First + 1));

    [Fact]
    public void Cover_is_exact_ascending_and_never_two_halves_of_one_block() => Gen.Select(AnyBorder, AnyBorder).Holds(pair =>
    {
        var next = (ulong)pair.Item1;
        CidrIpv4? before = null;
        foreach (var cidr in CidrIpv4.Cover(pair.Item1, pair.Item2))
        {
            if (cidr.First != next
                || (before is { } half && half.PrefixLength == cidr.PrefixLength
                    && new CidrIpv4(half.First, half.PrefixLength - 1).Contains(cidr)))
            {
                return false;
            }
            next = (ulong)cidr.Last + 1;
            before = cidr;
        }
        return pair.Item1 > pair.Item2 ? before is null : next == (ulong)pair.Item2 + 1;
    });

    [Fact]
    public void Cover_takes_the_fewest_blocks() // every range of a universe of 32 addresses, at both borders and in the middle
    {
        foreach (var start in new[] { 0u, 0x0A000000u, uint.MaxValue - 31 })
        {
            for (var first = 0u; first < 32; first++)
            {
                for (var last = first; last < 32; last++)
                {
                    Assert.Equal(FewestBlocks((int)first, (int)last), CidrIpv4.Cover(start + first, start + last).Count());
                }
            }
        }
    }

    [Fact]
    public void Cover_of_the_whole_family_is_one_block() =>
        Assert.Equal(["0.0.0.0/0"], CidrIpv4.Cover(0, uint.MaxValue).Select(c => c.ToString()));

    /// <summary>The fewest aligned blocks that make up a range of small numbers, by trying every first block.</summary>
    internal static int FewestBlocks(int first, int last)
    {
        var fewest = new int[last + 2];
        for (var next = last; next >= first; next--)
        {
            fewest[next] = int.MaxValue;
            for (var size = 1; next % size == 0 && next + size - 1 <= last && size <= 32; size *= 2)
            {
                fewest[next] = Math.Min(fewest[next], 1 + fewest[next + size]);
            }
        }
        return fewest[first];
    }

    private static bool CidrIpv4ModelContains(CidrIpv4 cidr, uint address) =>
        Bits(address)[..cidr.PrefixLength] == Bits(cidr.First)[..cidr.PrefixLength];

    private static string Bits(uint address) => Convert.ToString(address, 2).PadLeft(32, '0');

    private static long CountShared(CidrIpv4 a, CidrIpv4 b) =>
        Math.Max(0, Math.Min((long)a.Last, b.Last) - Math.Max((long)a.First, b.First) + 1);
}
