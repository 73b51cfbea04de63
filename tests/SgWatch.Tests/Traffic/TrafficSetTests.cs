using CsCheck;
using SgWatch.Addresses;
using SgWatch.Rules;
using SgWatch.Tests.Rules;
using SgWatch.Traffic;

namespace SgWatch.Tests.Traffic;

/// <summary>Laws against <see cref="SmallUniverse"/>, where every kind of packet is tried.</summary>
public sealed class TrafficSetTests
{
    [Fact]
    public void A_set_holds_what_it_was_made_of() => SmallUniverse.AnySet.Holds(s =>
        SmallUniverse.Read(s.Set).AsSpan().SequenceEqual(s.Model) && SmallUniverse.IsCanonical(s.Set));

    [Fact]
    public void Union_intersection_and_difference_agree_with_trying_every_packet() =>
        Gen.Select(SmallUniverse.AnySet, SmallUniverse.AnySet).Holds(pair =>
    {
        var (a, b) = pair;
        return Agrees(a.Set.Union(b.Set), (x, y) => x.Union(y))
            && Agrees(a.Set.Intersect(b.Set), (x, y) => x.Intersect(y))
            && Agrees(a.Set.Except(b.Set), (x, y) => x.Except(y));

        bool Agrees(TrafficSet result, Func<PeerMask, PeerMask, PeerMask> each) =>
            SmallUniverse.IsCanonical(result)
                && SmallUniverse.Read(result).AsSpan().SequenceEqual(SmallUniverse.Combine(a.Model, b.Model, each));
    });

    [Fact]
    public void Contains_overlaps_and_equality_agree_with_trying_every_packet() =>
        Gen.Select(SmallUniverse.AnySet, SmallUniverse.AnySet).Holds(pair =>
    {
        var (a, b) = pair;
        return a.Set.Contains(b.Set) == a.Model.Zip(b.Model).All(c => c.Second.Except(c.First) == default)
            && a.Set.Overlaps(b.Set) == a.Model.Zip(b.Model).Any(c => c.Second.Intersect(c.First) != default)
            && (a.Set == b.Set) == a.Model.AsSpan().SequenceEqual(b.Model)
            && (a.Set != b.Set || a.Set.GetHashCode() == b.Set.GetHashCode());
    });

    [Fact]
    public void A_set_contains_and_equals_its_parts_put_together() => Gen.Select(SmallUniverse.AnySet, SmallUniverse.AnySet).Holds(pair =>
    {
        var (a, b) = (pair.Item1.Set, pair.Item2.Set);
        var (rest, common) = (a.Except(b), a.Intersect(b));
        return a.Contains(rest) && a.Contains(common) && !rest.Overlaps(b) && rest.Union(common) == a
            && common.Overlaps(a) == !common.IsEmpty
            && TrafficSet.Everything.Except(TrafficSet.Everything.Except(a)) == a;
    });

    [Fact] // rules as they come, at full size: the union holds a packet exactly if some rule admits it
    public void The_union_of_rules_holds_what_any_of_them_admits() =>
        Gen.Select(RuleTextTests.AnyRule.Array[0, 6], RuleTextTests.AnyRule, Gen.Bool).Holds(three =>
        {
            var (rules, other, atFirst) = three;
            var union = rules.Aggregate(default(TrafficSet), (set, rule) => set.Union(Of(rule)));
            return rules.Append(other).All(packet =>
            {
                var point = FlowSpace.Point(packet.IsEgress, atFirst ? packet.Service.First : packet.Service.Last);
                var peer = PacketPeer(packet.Peer);
                return union.PeersAt(point).Contains(peer) == rules.Any(rule => rule.IsEgress == packet.IsEgress
                    && FlowSpace.ServicePoint(point) >= rule.Service.First && FlowSpace.ServicePoint(point) <= rule.Service.Last
                    && Of(rule.Peer).Contains(peer));
            });
        });

    [Fact]
    public void Peers_at_a_point_are_those_of_its_cell() =>
        Gen.Select(SmallUniverse.AnySet, Gen.Int[0, SmallUniverse.CellCount - 1]).Holds(pair =>
    {
        var (set, cell) = pair;
        return PeerMask.Of(set.Set.PeersAt(SmallUniverse.Cells[cell])) == set.Model[cell]
            && PeerMask.Of(set.Set.PeersAt(SmallUniverse.Cells[cell + 1] - 1)) == set.Model[cell];
    });

    [Fact]
    public void Default_is_the_empty_set()
    {
        Assert.True(default(TrafficSet).IsEmpty);
        Assert.Equal(default, TrafficSet.Everything.Except(TrafficSet.Everything));
        Assert.Equal(default, TrafficSet.Of(false, Service.Any, default));
        Assert.Equal(default, TrafficSet.Of(5, 4, PeerSet.Everything));
        Assert.True(default(TrafficSet).PeersAt(0).IsEmpty);
        Assert.False(TrafficSet.Everything.PeersAt(FlowSpace.Last).IsEmpty);
        Assert.Equal("{}", default(TrafficSet).ToString());
    }

    [Fact]
    public void Ingress_and_egress_are_apart()
    {
        var (ingress, egress) =
            (TrafficSet.Of(false, Service.Any, PeerSet.Everything), TrafficSet.Of(true, Service.Any, PeerSet.Everything));
        Assert.False(ingress.Overlaps(egress));
        Assert.Equal(TrafficSet.Everything, ingress.Union(egress));
    }

    [Fact]
    public void A_band_that_cuts_what_ec2_cannot_cut_is_refused()
    {
        var esp = FlowSpace.Point(false, Service.Parse("esp").First);
        Assert.Throws<ArgumentOutOfRangeException>(() => TrafficSet.Of(esp + 1, esp + 65535, PeerSet.Everything));
        Assert.Throws<ArgumentOutOfRangeException>(() => TrafficSet.Of(esp, esp + 65534, PeerSet.Everything));
        Assert.Throws<ArgumentOutOfRangeException>(() => TrafficSet.Of(esp, FlowSpace.Last + 1, PeerSet.Everything));
        Assert.Throws<ArgumentOutOfRangeException>(() => TrafficSet.Of(esp, FlowSpace.Last + 65536, PeerSet.Everything));
        Assert.Contains(
            "cuts a protocol",
            Assert.Throws<ArgumentOutOfRangeException>(() => TrafficSet.Of(esp + 1, esp + 65535, PeerSet.Everything)).Message,
            StringComparison.Ordinal);
        Assert.Equal(TrafficSet.Of(false, Service.Parse("esp"), PeerSet.Everything), TrafficSet.Of(esp, esp + 65535, PeerSet.Everything));
    }

    [Theory]
    [InlineData("tcp/{0}-2000 from 10.0.0.0/8")]
    [InlineData("tcp/22-{1} from 10.0.0.0/8")]
    [InlineData("tcp/22 from sg-{0}")]
    public void Sets_that_differ_in_one_thing_have_different_hashes(string rule) => // except for a few, because it has 32 bits
        Assert.InRange(
            Enumerable.Range(0, 1000)
                .Select(i => Of(RuleText.Parse($"ingress {string.Format(null, rule, i, i + 22)}")).GetHashCode())
                .Distinct()
                .Count(),
            990,
            1000);

    [Fact]
    public void Text_names_the_bands() => Assert.Matches(
        @"^\{393238-393239: .*; 393266-393267: .*\}$",
        Of(RuleText.Parse("ingress tcp/22-23 from sg-1")).Union(Of(RuleText.Parse("ingress tcp/50-51 from sg-1"))).ToString());

    internal static TrafficSet Of(SecurityGroupRule rule) => TrafficSet.Of(rule.IsEgress, rule.Service, Of(rule.Peer));

    internal static PeerSet Of(Peer peer) => peer switch
    {
        Peer.Ipv4(var cidr) => PeerSet.Of(AddressSet.Of(cidr)),
        Peer.Ipv6(var cidr) => PeerSet.Of(AddressSet.Of(cidr)),
        Peer.Group(var id, _) => new(default, NameSet.Of(id), default),
        Peer.PrefixList(var id) => new(default, default, NameSet.Of(id)),
        _ => default,
    };

    private static PeerSet PacketPeer(Peer peer) => peer switch
    {
        Peer.Ipv4(var cidr) => PeerSet.Of(AddressSet.Of(new CidrIpv4(cidr.First, 32))),
        Peer.Ipv6(var cidr) => PeerSet.Of(AddressSet.Of(new CidrIpv6(cidr.First, 128))),
        var name => Of(name),
    };
}
