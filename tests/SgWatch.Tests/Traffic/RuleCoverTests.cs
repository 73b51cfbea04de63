using System.Numerics;
using CsCheck;
using SgWatch.Addresses;
using SgWatch.Rules;
using SgWatch.Tests.Rules;
using SgWatch.Traffic;

namespace SgWatch.Tests.Traffic;

public sealed class RuleCoverTests
{
    private const int MaxRules = 400;

    private static readonly Gen<SecurityGroupRule> NearRule = Gen.Select(
        Gen.Int[0, 3],
        Gen.OneOf(
            "any", "tcp", "udp", "icmp", "icmp/3", "icmp/3/4", "50", "tcp/22", "tcp/22-23", "tcp/20-80", "tcp/0-22", "tcp/23-65535",
            "udp/53", "udp/1-65535"),
        Gen.OneOf(
            "0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/9", "10.128.0.0/9", "10.0.0.0/30", "10.0.0.1", "::/0", "fc00::/7", "2001:db8::/32",
            "sg-1", "sg-2", "pl-1"),
        (direction, service, peer) => RuleText.Parse(direction == 0 ? $"egress {service} to {peer}" : $"ingress {service} from {peer}"));

    private static readonly Gen<TrafficSet> AnyExpressible =
        Gen.Select(NearRule.Array[0, 5], NearRule.Array[0, 2], (with, without) => Union(with).Except(Union(without)));

    [Fact]
    public void A_union_of_rules_takes_no_more_rules_than_it_is_made_of() => NearRule.Array[0, 6].Holds(made =>
        RuleCover.Of(Union(made), made.Length) is RuleCover.Complete(var rules) && Union(rules) == Union(made));

    [Fact]
    public void At_full_size_too() => RuleTextTests.AnyRule.Array[0, 6].Holds(made =>
        RuleCover.Of(Union(made), made.Length) is RuleCover.Complete(var rules) && Union(rules) == Union(made)
        && rules.Distinct().Count() == rules.Length);

    [Fact]
    public void The_rules_admit_exactly_the_set_and_a_limit_below_their_number_is_too_low() =>
        Gen.Select(AnyExpressible, Gen.Int[0, 12]).Holds(pair =>
    {
        var (set, limit) = pair;
        return (RuleCover.Of(set, limit), RuleCover.Of(set, MaxRules)) switch
        {
            (RuleCover.Complete(var few), RuleCover.Complete(var all)) => few.SequenceEqual(all) && few.Length <= limit
                && Union(few) == set,
            (RuleCover.TooMany(var max), RuleCover.Complete(var all)) => max == limit && all.Length > limit
                && (all.Length > 60 || Union(all) == set),
            (RuleCover.TooMany, RuleCover.TooMany) => true,
            _ => false,
        };
    });

    [Fact] // every region of 4 ports and 4 addresses, against the fewest that a search over all rectangles finds
    public void No_choice_of_rules_has_fewer_in_any_of_65536_small_regions()
    {
        var rectangles = Rectangles(ports: 4, addresses: 4);
        for (uint region = 0; region < 1 << 16; region += Laws.Stride)
        {
            AssertFewest(region, rectangles, addresses: 4);
        }
    }

    [Fact]
    public void No_choice_of_rules_has_fewer_in_larger_regions()
    {
        var rectangles = Rectangles(ports: 4, addresses: 8);
        Gen.Select(Gen.UInt, Gen.UInt, Gen.UInt, Gen.Int[0, 3]).Holds(four =>
        {
            var (a, b, c, kind) = four;
            AssertFewest(kind switch { 0 => a, 1 => a | b, 2 => a | b | c, _ => ~(a & b & c & (a >> 1)) }, rectangles, addresses: 8);
            return true;
        });
    }

    /// <summary>
    /// The nesting of services: all kinds of service for two addresses, and every region of them. A kind may represent many services, such
    /// as all other codes. A rectangle of it then counts as that many, because what is fewest for one of them is fewest for each.
    /// </summary>
    [Fact]
    public void No_choice_of_rules_has_fewer_in_any_region_of_nested_services()
    {
        (uint First, uint Last)[][] cells =
        [
            [Points("tcp/0-79")],
            [Points("tcp/80-65535")],
            [Points("icmp/3/0")],
            [(Points("icmp/3").First + 1, Points("icmp/3").Last)],
            [(Points("icmp").First, Points("icmp/3").First - 1), (Points("icmp/4").First, Points("icmp").Last)],
            [
                (0, Points("icmp").First - 1),
                (Points("icmp").Last + 1, Points("tcp").First - 1),
                (Points("tcp").Last + 1, ServiceSpace.Last),
            ],
        ];
        (int Cells, int Count)[] services =
        [
            (0b111111, 1), (0b000011, 1), (0b01, 1), (0b10, 1), (0b011100, 1), (0b001100, 1), (0b000100, 1), (0b001000, 255),
            (0b010000, 255), (0b100000, 254),
        ];
        (int Addresses, CidrIpv4 Block)[] blocks = [(0b11, new(0x0A000000, 31)), (0b01, new(0x0A000000, 32)), (0b10, new(0x0A000001, 32))];
        var rectangles = (
            from service in services
            from block in blocks
            let low = service.Cells * (block.Addresses & 1)
            let high = service.Cells * (block.Addresses >> 1) << 6
            select ((uint)(low | high), service.Count)).ToArray();
        for (uint region = 0; region < 1 << 12; region += Laws.Stride)
        {
            var set = default(TrafficSet);
            for (var cell = 0; cell < 12; cell++)
            {
                foreach (var (first, last) in (region >> cell & 1) != 0 ? cells[cell % 6] : [])
                {
                    set = set.Union(TrafficSet.Of(first, last, PeerSet.Of(AddressSet.Of(new CidrIpv4(0x0A000000 + ((uint)cell / 6), 32)))));
                }
            }
            var cover = Assert.IsType<RuleCover.Complete>(RuleCover.Of(set, 2000));
            Assert.Equal(Fewest(region, [.. rectangles.Where(r => (r.Item1 & ~region) == 0)], 2000), cover.Rules.Length);
            Assert.Equal(set, region % 64 == 0 ? Union(cover.Rules) : set); // exactness has laws of its own
        }
    }

    [Theory]
    [InlineData("ingress tcp/22 from 0.0.0.0/1; ingress tcp/22 from 128.0.0.0/1", "ingress tcp/22 from 0.0.0.0/0")]
    [InlineData("ingress tcp/22 from 10.0.0.0/8; ingress tcp/23 from 10.0.0.0/8", "ingress tcp/22-23 from 10.0.0.0/8")]
    [InlineData(
        "ingress tcp/22 from 10.0.0.0/8; ingress tcp/22-23 from 10.1.0.0/16",
        "ingress tcp/22-23 from 10.1.0.0/16; ingress tcp/22 from 10.0.0.0/8")]
    [InlineData("ingress any from sg-1; ingress tcp/22 from sg-1; egress any to sg-1", "ingress any from sg-1; egress any to sg-1")]
    [InlineData("ingress icmp from pl-1; ingress icmp/8 from pl-2", "ingress icmp from pl-1; ingress icmp/8 from pl-2")]
    // not any: ICMP and the rest are missing
    [InlineData("ingress tcp from ::/0; ingress udp from ::/0", "ingress tcp from ::/0; ingress udp from ::/0")]
    public void Rules_come_back_as_the_fewest_in_order(string made, string fewest) =>
        Assert.Equal(
            fewest,
            string.Join("; ", Assert.IsType<RuleCover.Complete>(RuleCover.Of(Union(made.Split("; ").Select(RuleText.Parse)), 10)).Rules));

    [Fact]
    public void What_is_left_of_a_broad_rule()
    {
        var rest = Union([RuleText.Parse("ingress tcp/0-1023 from 10.0.0.0/8")])
            .Except(Union([RuleText.Parse("ingress tcp/22 from 10.0.0.0/9")]));
        Assert.Equal(
            "ingress tcp/0-21 from 10.0.0.0/8; ingress tcp/0-1023 from 10.128.0.0/9; ingress tcp/23-1023 from 10.0.0.0/8".Split("; ")
                .Order(),
            Assert.IsType<RuleCover.Complete>(RuleCover.Of(rest, 10)).Rules.Select(r => r.ToString()).Order());
    }

    [Fact]
    public void The_empty_set_takes_no_rules() => Assert.Empty(Assert.IsType<RuleCover.Complete>(RuleCover.Of(default, 0)).Rules);

    [Fact]
    public void Any_group_or_any_prefix_list_is_no_rule()
    {
        Assert.IsType<RuleCover.Inexpressible>(RuleCover.Of(TrafficSet.Everything, 10));
        Assert.IsType<RuleCover.Inexpressible>(
            RuleCover.Of(TrafficSet.Of(true, Service.Any, new(default, NameSet.Of("sg-1").Complement(), default)), 10));
        Assert.IsType<RuleCover.Inexpressible>(
            RuleCover.Of(TrafficSet.Of(true, Service.Any, new(default, default, NameSet.Everything)), 10));
    }

    [Fact] // every other port open to a prefix list of 1,000 entries, each port to another half of them
    public void A_set_far_beyond_the_limit_is_given_up_soon()
    {
        var entries = Enumerable.Range(0, 1000).Select(i => AddressSet.Of(new CidrIpv4((uint)i << 16, 16))).ToArray();
        var set = default(TrafficSet);
        for (var port = 0; port < 200; port++)
        {
            var half = entries.Where((_, i) => ((i * 7919) + (port * 104729)) % 13 < 6)
                .Aggregate(default(AddressSet), (all, entry) => all.Union(entry));
            set = set.Union(TrafficSet.Of(false, Service.Parse($"tcp/{port}"), PeerSet.Of(half)));
        }
        var start = TimeProvider.System.GetTimestamp();
        Assert.IsType<RuleCover.TooMany>(RuleCover.Of(set, 10));
        Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(5)); // some milliseconds, on a machine at rest
    }

    private static TrafficSet Union(IEnumerable<SecurityGroupRule> rules) =>
        rules.Aggregate(default(TrafficSet), (set, rule) => set.Union(TrafficSetTests.Of(rule)));

    private static (uint First, uint Last) Points(string service) => (Service.Parse(service).First, Service.Parse(service).Last);

    // bit port * addresses + address of the region is that packet, on tcp ports from 22 and addresses from 10.0.0.0
    private static void AssertFewest(uint region, uint[] rectangles, int addresses)
    {
        var set = default(TrafficSet);
        for (var port = 0; port < 4; port++)
        {
            var row = region >> (port * addresses) & ((1u << addresses) - 1);
            var ports = Points("tcp/22");
            set = set.Union(
                TrafficSet.Of(ports.First + (uint)port, ports.Last + (uint)port, PeerSet.Of(new AddressSet(Addresses(row), default))));
        }
        var cover = Assert.IsType<RuleCover.Complete>(RuleCover.Of(set, 32));
        var inside = Array.FindAll(rectangles, r => (r & ~region) == 0);
        var largest = Array.FindAll(inside, r => !Array.Exists(inside, larger => larger != r && (r & ~larger) == 0));
        Assert.Equal(Fewest(region, Array.ConvertAll(largest, r => (r, 1)), 32), cover.Rules.Length);
        Assert.Equal(set, Union(cover.Rules));
    }

    private static IntervalSet<uint> Addresses(uint row)
    {
        var addresses = new List<Interval<uint>>();
        for (; row != 0; row &= row - 1)
        {
            var address = 0x0A000000 + (uint)BitOperations.TrailingZeroCount(row);
            addresses.Add(new(address, address));
        }
        return IntervalSet<uint>.Of(addresses);
    }

    private static uint[] Rectangles(int ports, int addresses) =>
    [
        .. from first in Enumerable.Range(0, ports)
           from last in Enumerable.Range(first, ports - first)
           from bits in Enumerable.Range(0, BitOperations.Log2((uint)addresses) + 1)
           from block in Enumerable.Range(0, addresses >> bits)
           let row = ((1u << (1 << bits)) - 1) << (block << bits)
           select Enumerable.Range(first, last - first + 1).Aggregate(0u, (cells, port) => cells | (row << (port * addresses))),
    ];

    // takes the lowest packet that isn't held yet, tries every rectangle that holds it, and stops if it can't beat the best so far
    private static int Fewest(uint missing, (uint Cells, int Count)[] rectangles, int below)
    {
        if (missing == 0)
        {
            return 0;
        }
        var lowest = missing & (uint)-(int)missing;
        foreach (var (cells, count) in rectangles)
        {
            if ((cells & lowest) != 0 && count < below)
            {
                below = Math.Min(below, count + Fewest(missing & ~cells, rectangles, below - count));
            }
        }
        return below;
    }
}
