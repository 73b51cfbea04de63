using CsCheck;
using SgWatch.Addresses;

namespace SgWatch.Tests.Addresses;

/// <summary>The model: both families' ranges as lists, and an address looked up in every one of them.</summary>
public sealed class AddressSetTests
{
    private static readonly Gen<CidrIpv4> NearIpv4 =
        Gen.Select(
            Gen.OneOf(0u, 0x0A000000u, 0xFFFFFFE0u),
            Gen.UInt[0, 31],
            Gen.OneOf(Gen.Int[26, 32], Gen.Int[0, 2]),
            (start, low, bits) => new CidrIpv4(start + low, bits));

    private static readonly Gen<CidrIpv6> NearIpv6 =
        Gen.Select(
            Gen.OneOf(UInt128.Zero, UInt128.MaxValue - 31),
            Gen.UInt[0, 31],
            Gen.OneOf(Gen.Int[122, 128], Gen.Int[0, 2]),
            (start, low, bits) => new CidrIpv6(start + low, bits));

    private static readonly Gen<(CidrIpv4[] Ipv4, CidrIpv6[] Ipv6)> AnyRanges = Gen.Select(NearIpv4.Array[0, 4], NearIpv6.Array[0, 4]);

    [Fact]
    public void Operations_agree_with_looking_an_address_up_in_every_range() =>
        Gen.Select(AnyRanges, AnyRanges, NearIpv4, NearIpv6).Holds(four =>
        {
            var (a, b, ipv4, ipv6) = four;
            var (x, y) = (AddressSet.Of(a.Ipv4, a.Ipv6), AddressSet.Of(b.Ipv4, b.Ipv6));
            var (inA, inB) = (a.Ipv4.Any(c => c.Contains(new(ipv4.First, 32))), b.Ipv4.Any(c => c.Contains(new(ipv4.First, 32))));
            var (inA6, inB6) = (a.Ipv6.Any(c => c.Contains(new(ipv6.First, 128))), b.Ipv6.Any(c => c.Contains(new(ipv6.First, 128))));
            var (union, common, rest) = (x.Union(y), x.Intersect(y), x.Except(y));
            return union.Ipv4.Contains(ipv4.First) == (inA || inB) && union.Ipv6.Contains(ipv6.First) == (inA6 || inB6)
                && common.Ipv4.Contains(ipv4.First) == (inA && inB) && common.Ipv6.Contains(ipv6.First) == (inA6 && inB6)
                && rest.Ipv4.Contains(ipv4.First) == (inA && !inB) && rest.Ipv6.Contains(ipv6.First) == (inA6 && !inB6)
                && x.Contains(y) == (union == x) && x.Overlaps(y) == !common.IsEmpty && x.IsEmpty == (x == default);
        });

    [Fact]
    public void The_cover_holds_exactly_the_set_in_disjoint_ascending_blocks() => AnyRanges.Holds(ranges =>
    {
        var set = AddressSet.Of(ranges.Ipv4, ranges.Ipv6);
        var (ipv4, ipv6) = (set.CoverIpv4(), set.CoverIpv6());
        return AddressSet.Of(ipv4, ipv6) == set
            && ipv4.Count <= ranges.Ipv4.Length && ipv6.Count <= ranges.Ipv6.Length // it came from so many; the fewest aren't more
            && ipv4.Zip(ipv4.Skip(1)).All(pair => pair.First.Last < pair.Second.First)
            && ipv6.Zip(ipv6.Skip(1)).All(pair => pair.First.Last < pair.Second.First)
            && set.ToCidrs().SequenceEqual([.. ipv4.Select(c => c.ToString()), .. ipv6.Select(c => c.ToString())]);
    });

    [Fact] // every subset of 16 addresses against the fewest blocks that a search finds
    public void The_cover_takes_the_fewest_blocks()
    {
        for (var bits = 0; bits < 1 << 16; bits++)
        {
            var set = IntervalSet<uint>.Of(
                Enumerable.Range(0, 16).Where(i => (bits >> i & 1) != 0).Select(i => new Interval<uint>((uint)i, (uint)i)));
            Assert.Equal(Fewest(bits, 16), new AddressSet(set, default).CoverIpv4().Count);
        }
    }

    [Fact]
    public void The_families_never_mix()
    {
        var mapped = AddressSet.Of(CidrIpv6.Parse("::ffff:0:0/96"));
        var whole = AddressSet.Of(CidrIpv4.Parse("0.0.0.0/0"));
        Assert.False(mapped.Overlaps(whole));
        Assert.False(whole.Contains(mapped));
        Assert.Equal(["0.0.0.0/0", "::/0"], AddressSet.Everything.ToCidrs());
        Assert.Equal(["0.0.0.0/0", "::ffff:0:0/96"], whole.Union(mapped).ToCidrs());
    }

    [Fact]
    public void Two_halves_are_the_whole() =>
        Assert.Equal(["0.0.0.0/0"], AddressSet.Of([CidrIpv4.Parse("128.0.0.0/1"), CidrIpv4.Parse("0.0.0.0/1")], []).ToCidrs());

    [Fact]
    public void Default_is_the_empty_set()
    {
        Assert.True(default(AddressSet).IsEmpty);
        Assert.Empty(default(AddressSet).ToCidrs());
        Assert.Equal(default, AddressSet.Everything.Except(AddressSet.Everything));
    }

    // a block is aligned, so a subset splits into halves: one block if it is full, else the two halves apart
    private static int Fewest(int bits, int size) => bits == 0 ? 0
        : bits == (1 << size) - 1 ? 1
        : Fewest(bits & ((1 << (size / 2)) - 1), size / 2) + Fewest(bits >> (size / 2), size / 2);
}
