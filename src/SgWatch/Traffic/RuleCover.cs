using System.Collections.Immutable;
using System.Numerics;
using SgWatch.Addresses;
using SgWatch.Rules;

namespace SgWatch.Traffic;

/// <summary>A set of traffic as rules that EC2 can store: the fewest that admit exactly it.</summary>
/// <remarks>
/// Exact: together the rules admit the set, no more and no less. Fewest: no other choice of rules that does so has fewer. Two rules may
/// admit the same packet, for EC2 bears that and it often saves rules: <c>tcp/22 from 10.0.0.0/8</c> beside <c>tcp/22-23 from 10.1.0.0/16</c>.
/// Why these are the fewest: of all services within what a peer may use, one largest holds a given packet (<see cref="ServiceRectangle{T}"/>);
/// and CIDR blocks are nested or apart. So for each peer and each of its largest services, the rule from the widest block all of which
/// may use that service can stand in for any other rule that holds those packets; and as some packet is held by no other such rule, none is spare.
/// </remarks>
public abstract record RuleCover
{
    private static bool[] Directions => [false, true];

    private RuleCover()
    {
    }

    /// <summary>The rules: ingress first, by service, the wider first, then by peer; IPv4, IPv6, groups, prefix lists.</summary>
    /// <param name="Rules">None where the set is empty. A group's owner is not known to a set of traffic, so <c>UserId</c> is null.</param>
    public sealed record Complete(ImmutableArray<SecurityGroupRule> Rules) : RuleCover;

    /// <summary>It would take more rules than were allowed.</summary>
    public sealed record TooMany(int MaxRules) : RuleCover;

    /// <summary>No rules can say it: it holds groups or prefix lists without naming them ("any group").</summary>
    public sealed record Inexpressible : RuleCover;

    /// <summary>Finds the rules; gives up at more than <paramref name="maxRules"/>, which bounds the time too.</summary>
    public static RuleCover Of(TrafficSet traffic, int maxRules)
    {
        foreach (var band in traffic.Bands)
        {
            if (band.Peers.Groups.IsAllBut || band.Peers.PrefixLists.IsAllBut)
            {
                return new Inexpressible();
            }
        }
        var rules = AllRules(traffic, maxRules).Take(maxRules + 1).ToArray();
        return rules.Length > maxRules
            ? new TooMany(maxRules)
            : new Complete([.. rules.OrderBy(r => r.IsEgress).ThenBy(r => r.Service.First).ThenByDescending(r => r.Service.Last)]);
    }

    private static IEnumerable<SecurityGroupRule> AllRules(TrafficSet traffic, int limit) =>
        Rules(traffic, limit, peers => peers.Addresses.Ipv4, Ipv4Blocks)
        .Concat(Rules(traffic, limit, peers => peers.Addresses.Ipv6, Ipv6Blocks))
        .Concat(NamedRules(traffic, limit, peers => peers.Groups, id => new Peer.Group(id)))
        .Concat(NamedRules(traffic, limit, peers => peers.PrefixLists, id => new Peer.PrefixList(id)));

    // the names in order count as numbers, of which no two make a block
    private static IEnumerable<SecurityGroupRule> NamedRules(
        TrafficSet traffic, int limit, Func<PeerSet, NameSet> ofKind, Func<string, Peer> toPeer)
    {
        var all = default(NameSet);
        foreach (var band in traffic.Bands)
        {
            all = all.Union(ofKind(band.Peers));
        }
        var names = all.Names;
        return Rules(
            traffic,
            limit,
            peers => IntervalSet<uint>.Of(ofKind(peers).Names.Select(IndexOf).Select(i => new Interval<uint>(i, i))),
            rectangle => names.Where(name => rectangle.Needed.Contains(IndexOf(name))).Select(toPeer));

        uint IndexOf(string name) => (uint)names.BinarySearch(name, StringComparer.Ordinal);
    }

    private static IEnumerable<SecurityGroupRule> Rules<T>(
        TrafficSet traffic, int limit, Func<PeerSet, IntervalSet<T>> ofKind, Func<ServiceRectangle<T>, IEnumerable<Peer>> toPeers)
        where T : struct, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T> =>
        from isEgress in Directions
        from rectangle in ServiceRectangle<T>.Of(Strips(traffic, isEgress, ofKind), limit)
        from peer in toPeers(rectangle)
        select new SecurityGroupRule(null, isEgress, rectangle.Service, peer);

    private static List<ServiceStrip<T>> Strips<T>(TrafficSet traffic, bool isEgress, Func<PeerSet, IntervalSet<T>> ofKind)
        where T : struct, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>
    {
        var (start, end) = (FlowSpace.Point(isEgress, 0), FlowSpace.Point(isEgress, ServiceSpace.Last));
        var strips = new List<ServiceStrip<T>>();
        foreach (var band in traffic.Bands)
        {
            var (first, last) = (Math.Max(band.First, start), Math.Min(band.Last, end));
            var peers = first <= last ? ofKind(band.Peers) : default;
            if (!peers.IsEmpty)
            {
                strips.Add(new(FlowSpace.ServicePoint(first), FlowSpace.ServicePoint(last), peers));
            }
        }
        return strips;
    }

    private static IEnumerable<Peer> Ipv4Blocks(ServiceRectangle<uint> rectangle) => new AddressSet(rectangle.Common, default).CoverIpv4()
        .Where(cidr => rectangle.Needed.Overlaps(cidr.First, cidr.Last)).Select(cidr => new Peer.Ipv4(cidr));

    private static IEnumerable<Peer> Ipv6Blocks(ServiceRectangle<UInt128> rectangle) => new AddressSet(default, rectangle.Common).CoverIpv6()
        .Where(cidr => rectangle.Needed.Overlaps(cidr.First, cidr.Last)).Select(cidr => new Peer.Ipv6(cidr));
}
