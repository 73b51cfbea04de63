using CsCheck;
using SgWatch.Addresses;
using SgWatch.Rules;

namespace SgWatch.Tests.Rules;

public sealed class ServiceSpaceTests
{
    // points near the borders of protocols, ICMP types and the space
    private static readonly Gen<uint> AnyBorder = Gen.Select(
        Gen.OneOf(Gen.Int[0, 256], Gen.OneOf(0, 1, 2, 6, 7, 17, 18, 58, 59, 255, 256)), Gen.OneOf(Gen.Int[-260, 260], Gen.Int[0, 65535]),
        (protocol, offset) => (uint)Math.Clamp((protocol * 65536) + offset, 0, (int)ServiceSpace.Last));

    // seldom wide: a wide range is hundreds of services
    private static readonly Gen<(uint First, uint Last)> AnyRange =
        Gen.Select(AnyBorder, AnyBorder, Gen.UInt[0, 600], Gen.Int[0, 19], (a, b, near, kind) =>
        kind == 0 ? (Math.Min(a, b), Math.Max(a, b)) : (a, Math.Min(a + (kind < 10 ? near : near * 300), ServiceSpace.Last)));

    [Fact]
    public void The_cover_is_exact_but_for_protocols_without_parts_which_it_takes_whole() => AnyRange.Holds(range =>
    {
        var (first, last) = range;
        var cover = ServiceSpace.Cover(first, last).ToArray();
        var expected = IntervalSet<uint>.Of(Whole(first) ? first & ~0xFFFFu : first, Whole(last) ? last | 0xFFFF : last);
        return IntervalSet<uint>.Of(cover.Select(s => new Interval<uint>(s.First, s.Last))) == expected
            && cover.Zip(cover.Skip(1)).All(next => next.First.Last < next.Second.First);
    });

    [Fact] // no two neighbours are what one service would be, so none is spare
    public void The_cover_takes_whole_services_where_it_can() => AnyRange.Holds(range =>
    {
        var (first, last) = range;
        var cover = ServiceSpace.Cover(first, last).ToHashSet();
        if (first == 0 && last == ServiceSpace.Last)
        {
            return cover.SetEquals([Service.Any]);
        }
        return cover.All(s => Larger(s).All(l => l.First < first || l.Last > last));
    });

    [Fact]
    public void The_whole_space_is_any() => Assert.Equal([Service.Any], ServiceSpace.Cover(0, ServiceSpace.Last));

    [Fact]
    public void A_type_without_one_code_is_its_other_codes()
    {
        Service.TryCreate(IpProtocol.Icmp, 3, 4, out var one);
        var cover = ServiceSpace.Cover(one.First + 1, one.Last + 256).Select(s => s.ToString()).ToArray();
        Assert.Equal(251 + 5, cover.Length);
        Assert.Equal("icmp/3/5", cover[0]);
        Assert.Equal("icmp/4/4", cover[^1]);
    }

    // TCP and UDP are cut into port ranges, ICMP into types and codes, and other protocols not at all
    private static bool Whole(uint point) => ServiceSpace.ProtocolAt(point) is { HasPorts: false, IsIcmp: false };

    private static IEnumerable<Service> Larger(Service s)
    {
        if (s.IpProtocol.IsIcmp && s.ToPort != -1)
        {
            Service.TryCreate(s.IpProtocol, s.FromPort, -1, out var type);
            yield return type;
        }
        if (s != Service.Of(s.IpProtocol))
        {
            yield return Service.Of(s.IpProtocol);
        }
    }
}
