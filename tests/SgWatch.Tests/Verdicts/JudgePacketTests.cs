using CsCheck;
using SgWatch.Addresses;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Tests.Addresses;
using SgWatch.Traffic;
using SgWatch.Verdicts;

namespace SgWatch.Tests.Verdicts;

/// <summary>A second opinion at full size: real ranges and ports, each packet judged by itself, without any set.</summary>
public sealed class JudgePacketTests
{
    private const int PacketsPerCase = 10_000;

    private static readonly Gen<string> Service = Gen.OneOf(
        OneOf("any", "tcp", "udp", "icmp", "icmp/8", "icmp/3/4", "50", "icmpv6", "tcp/22", "tcp/443", "udp/53"),
        Gen.Select(
            OneOf("tcp", "udp"),
            Gen.Int[0, 65535],
            Gen.Int[0, 3000],
            (name, first, more) => $"{name}/{first}-{Math.Min(first + more, 65535)}"));

    private static readonly Gen<string> Block = Gen.OneOf(
        Gen.Select(Gen.UInt, Gen.Int[0, 32], (address, length) => new CidrIpv4(address, length).ToString()),
        Gen.Select(Gen.UInt[0x08000000, 0x0BFFFFFF], Gen.Int[6, 12], (address, length) => new CidrIpv4(address, length).ToString()),
        Gen.Select(Gen.ULong, Gen.Int[0, 64], (high, length) => new CidrIpv6((UInt128)high << 64, length).ToString()),
        Gen.Select(Gen.UInt, Gen.Int[94, 128], (address, length) => new CidrIpv6(((UInt128)0x0064ff9b << 96) + address, length).ToString()),
        OneOf("0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "::/0", "2000::/3", "10.0.0.0/8", "64:ff9b::/96", "64:ff9b::/97"));

    private static readonly Gen<string> RulePeer = Gen.Frequency((6, Block), (1, OneOf("sg-1", "sg-2")));

    private static readonly Gen<(bool IsEgress, string Service, string Peer)> RuleOf =
        Gen.Select(Gen.Int[0, 2], Service, RulePeer, (direction, service, peer) => (direction == 0, service, peer));

    private static readonly Gen<(bool IsEgress, string Service, string Peer)> PatternOf =
        Gen.Select(
            Gen.Int[0, 2],
            Service,
            Gen.Frequency((4, RulePeer), (3, OneOf("internet", "private", "groups", "any"))),
            (direction, service, peer) => (direction == 0, service, peer));

    [Fact]
    public void The_sets_agree_with_each_packet_judged_by_itself() =>
        Gen.Select(RuleOf.Array[1, 6], PatternOf.Array[1, 4], PatternOf.Array[0, 3], Gen.Int).Holds(
            @case =>
            {
                var (rules, forbid, allow, seed) = @case;
                var group = Group(rules);
                var policy = PolicyOf(
                    new("g") { Forbid = [.. forbid.Select(ToPattern)], Allow = [.. allow.Select(ToPattern)], Judge = JudgeScope.State });
                var findings = Judge.Decide(new(policy, group, PrefixLists.None, InspectionCause.Sweep, default)).Findings;
                var violates = group.Rules
                    .Select(rule => findings.SingleOrDefault(finding => ReferenceEquals(finding.Rule, rule))?.Violates ?? default)
                    .ToArray();
                var packets = new PacketSource(seed, [.. rules, .. forbid, .. allow]);
                for (var n = 0; n < PacketsPerCase; n++)
                {
                    var packet = packets.Next();
                    var isForbidden = forbid.Any(p => Means(p, packet)) && !allow.Any(p => Means(p, packet));
                    for (var i = 0; i < rules.Length; i++)
                    {
                        if (Holds(violates[i], packet) != (isForbidden && Matches(rules[i], packet)))
                        {
                            throw new InvalidOperationException($"{packet} and {group.Rules[i]}");
                        }
                    }
                }
            },
            cases: 200);

    [Fact]
    public void The_world_is_open_where_counting_address_by_address_says_so() =>
        Gen.Select(RuleOf.Array[1, 12], PatternOf.Array[0, 3], Gen.Int[0, 12], Gen.Int[0, 24], Gen.Int).Holds(
            @case =>
            {
                var (rules, allow, ipv4, ipv6, seed) = @case;
                var guardrail = new Guardrail("g")
                {
                    Forbid = [Pattern.AnyFromWorld(false), Pattern.AnyFromWorld(true)],
                    Allow = [.. allow.Select(ToPattern)],
                    Judge = JudgeScope.State,
                };
                var policy = PolicyOf(guardrail) with { WorldOpen = new(ipv4, ipv6) };
                var findings = Judge.Decide(new(policy, Group(rules), PrefixLists.None, InspectionCause.Sweep, default)).Findings;
                var packets = new PacketSource(seed, [.. rules, .. allow]);
                for (var n = 0; n < 100; n++)
                {
                    var packet = packets.Next();
                    foreach (var is4 in BothFamilies)
                    {
                        var threshold = is4 ? policy.WorldOpen.ThresholdIpv4 : policy.WorldOpen.ThresholdIpv6;
                        var isOpen = PublicAddresses(rules, allow, packet, is4) is var count && count > 0 && count >= threshold;
                        var isFound = findings.Any(f => f.Violates.PeersAt(packet.Point).Addresses is var a
                            && (is4 ? !a.Ipv4.IsEmpty || Nat64.IsIn(a) : !a.Ipv6.Except(Nat64.Ipv4Family.Ipv6).IsEmpty));
                        if (isOpen != isFound)
                        {
                            throw new InvalidOperationException($"{packet}: open {isOpen}, found {isFound}");
                        }
                    }
                }
            },
            cases: 2_000);

    // Cuts the family at the border of every block, and counts the pieces whose first address is public, admitted and not allowed. An IPv4
    // address counts if it is so directly or through NAT64, and a NAT64 address is none of IPv6.
    private static UInt128 PublicAddresses((bool, string, string)[] rules, (bool, string, string)[] allow, Packet like, bool is4)
    {
        var borders = new SortedSet<UInt128> { 0 };
        var end = is4 ? (UInt128)uint.MaxValue : UInt128.MaxValue;
        foreach (var (first, last) in rules.Concat(allow).Select(p => p.Item3).SelectMany(text => Borders(text, is4)).Concat(Special(is4)))
        {
            borders.Add(first);
            if (last < end)
            {
                borders.Add(last + 1);
            }
        }
        var (count, all) = ((UInt128)0, borders.ToArray());
        for (var i = 0; i < all.Length; i++)
        {
            var packet = like with { IsIpv4 = is4, Address = all[i], Group = null };
            Packet[] ways = is4 ? [packet, packet.OtherWay] : packet.IsNat64 ? [] : [packet];
            if (IsPublic(packet) && ways.Any(way => rules.Any(r => Matches(r, way)) && !allow.Any(p => Means(p, way))))
            {
                count += (i + 1 < all.Length ? all[i + 1] - 1 : end) - all[i] + 1;
            }
        }
        return count;
    }

    private static SecurityGroup Group((bool IsEgress, string Service, string Peer)[] rules) => new("sg-0", "web")
    {
        Rules = [.. rules.Select((rule, i) => RuleText.Parse(TextOf(rule)) with { SecurityGroupRuleId = $"sgr-{i}" })],
    };

    private static string TextOf((bool IsEgress, string Service, string Peer) rule) =>
        rule.IsEgress ? $"egress {rule.Service} to {rule.Peer}" : $"ingress {rule.Service} from {rule.Peer}";

    private static Policy PolicyOf(Guardrail guardrail) => new("test", "") { Guardrails = [guardrail] };

    private static Pattern ToPattern((bool IsEgress, string Service, string Peer) parts)
    {
        var service = SgWatch.Rules.Service.Parse(parts.Service);
        var flows = IntervalSet<uint>.Of(FlowSpace.Point(parts.IsEgress, service.First), FlowSpace.Point(parts.IsEgress, service.Last));
        return new(flows, parts.Peer switch
        {
            "internet" => PeerSet.Of(SpecialPurposeRegistry.Public),
            "private" => PeerSet.Of(SpecialPurposeRegistry.Private),
            "groups" => new(default, NameSet.Everything, default),
            "any" => PeerSet.Everything,
            _ => AdmittedTraffic.Of(RuleText.Parse($"ingress any from {parts.Peer}"), PrefixLists.None).Bands[0].Peers,
        }, false);
    }

    private static bool Holds(TrafficSet traffic, Packet packet)
    {
        var peers = traffic.PeersAt(packet.Point);
        return packet.Group is { } group ? peers.Groups.Contains(group)
            : packet.IsIpv4 ? peers.Addresses.Ipv4.Contains((uint)packet.Address) : peers.Addresses.Ipv6.Contains(packet.Address);
    }

    private static bool Matches((bool IsEgress, string Service, string Peer) parts, Packet packet) =>
        parts.IsEgress == packet.IsEgress && MatchesService(parts.Service, packet) && parts.Peer switch
        {
            "any" => true,
            "groups" => packet.Group is not null,
            "internet" => packet.Group is null && IsPublic(packet),
            "private" => packet.Group is null && IsPrivate(packet),
            ['s', 'g', ..] => packet.Group == parts.Peer,
            _ => packet.Group is null && Ranges(parts.Peer, packet.IsIpv4).Any(r => r.First <= packet.Address && packet.Address <= r.Last),
        };

    // a pattern that names an IPv4 address means the way through NAT64 too
    private static bool Means((bool, string, string) parts, Packet packet) =>
        Matches(parts, packet) || (packet is { IsNat64: true, Group: null } && Matches(parts, packet.OtherWay));

    private static bool MatchesService(string text, Packet packet)
    {
        var words = text.Split('/');
        var number = words[0] switch { "any" => -1, "tcp" => 6, "udp" => 17, "icmp" => 1, "icmpv6" => 58, var other => int.Parse(other) };
        if (number == -1 || words.Length == 1 || number != packet.Protocol)
        {
            return number == -1 || number == packet.Protocol;
        }
        if (number is 6 or 17)
        {
            var range = words[1].Split('-');
            return int.Parse(range[0]) <= packet.Low && packet.Low <= int.Parse(range[^1]);
        }
        return packet.Low >> 8 == int.Parse(words[1]) && (words.Length == 2 || (packet.Low & 255) == int.Parse(words[2]));
    }

    // of the rows that hold the address the narrowest decides
    private static bool IsPublic(Packet packet) => packet.IsNat64 ? IsPublic(packet.OtherWay)
        : Rows.Where(row => row.Is4 == packet.IsIpv4 && row.First <= packet.Address && packet.Address <= row.Last)
            .OrderBy(row => row.Last - row.First)
            .Select(row => row.IsPublic)
            .DefaultIfEmpty(true)
            .First();

    private static bool IsPrivate(Packet packet) =>
        PrivateBlocks.SelectMany(text => Ranges(text, packet.IsIpv4)).Any(r => r.First <= packet.Address && packet.Address <= r.Last);

    private static Gen<string> OneOf(params string[] texts) => Gen.OneOf([.. texts.Select(Gen.Const)]);

    private static readonly bool[] BothFamilies = [true, false];

    private static readonly string[] PrivateBlocks =
        ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "fc00::/7", "fe80::/10"];

    private static readonly (bool Is4, UInt128 First, UInt128 Last, bool IsPublic)[] Rows =
    [
        .. RegistryRow.All.Select(row => (row.Block, IsPublic: row.Reachable == "true" || row.Block == "2002::/16"))
            .Concat([("224.0.0.0/4", false), ("ff00::/8", false)])
            .SelectMany(row => BothFamilies.SelectMany(is4 => Ranges(row.Item1, is4).Select(r => (is4, r.First, r.Last, row.Item2)))),
    ];

    private static IEnumerable<(UInt128 First, UInt128 Last)> Special(bool is4) =>
        Rows.Where(row => row.Is4 == is4).Select(row => (row.First, row.Last));

    // the borders of a block, and for IPv4 those of its part in NAT64
    private static IEnumerable<(UInt128 First, UInt128 Last)> Borders(string text, bool is4)
    {
        var (first, last) = (Nat64.Block.First, Nat64.Block.Last);
        return Ranges(text, is4).Concat(Ranges(text, false)
            .Where(range => is4 && range.First <= last && first <= range.Last)
            .Select(range => (UInt128.Max(range.First, first) - first, UInt128.Min(range.Last, last) - first)));
    }

    private static IEnumerable<(UInt128 First, UInt128 Last)> Ranges(string text, bool is4) =>
        is4 ? CidrIpv4.TryParse(text, out var four) ? [(four.First, four.Last)] : []
        : CidrIpv6.TryParse(text, out var six) ? [(six.First, six.Last)] : [];
}
