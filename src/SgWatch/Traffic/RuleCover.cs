using System.Collections.Immutable;
using System.Numerics;
using SgWatch.Addresses;
using SgWatch.Rules;

namespace SgWatch.Traffic;

/// <summary>A set of traffic as rules of EC2: the fewest that admit exactly the set.</summary>
/// <remarks>
/// Exact: together the rules admit the set, no more and no less. Fewest: no other such rules are fewer. Two rules may admit the same
/// packet.
/// EC2 allows that, and it often saves rules, such as <c>tcp/22 from 10.0.0.0/8</c> together with <c>tcp/22-23 from 10.1.0.0/16</c>.
///
/// Why these are the fewest: among the services that a peer may use, there is one largest that holds a given packet. See
/// <see cref="ServiceRectangle{T}"/>. CIDR blocks are either nested or disjoint. So take a peer, one of its largest services, and the
/// widest block around it whose addresses all may use that service. This rule can replace any other rule that holds those packets.
/// Each of these rules holds a packet that no other of them holds, so none can be left out.
/// </remarks>
public abstract record RuleCover
{
    private static bool[] Directions => [false, true];

    private RuleCover()
    {
    }

    /// <summary>The rules that admit exactly the set.</summary>
    /// <remarks>
    /// Ingress comes first. Then the order is by service, the wider first, then by peer: IPv4, IPv6, groups, prefix lists.
    /// </remarks>
    /// <param name="Rules">The rules, none for an empty set. A set of traffic doesn't know a group's owner, so <c>UserId</c> is
    /// null.</param>
    public sealed record Complete(ImmutableArray<SecurityGroupRule> Rules) : RuleCover;

    /// <summary>It would take more rules than allowed.</summary>
    /// <param name="MaxRules">How many rules were allowed.</param>
    public sealed record TooMany(int MaxRules) : RuleCover;

    /// <summary>No rules can express it, because it holds groups or prefix lists that it doesn't list ("any group").</summary>
    public sealed record Inexpressible : RuleCover;

    /// <summary>Finds the rules.</summary>
    /// <param name="traffic">The set.</param>
    /// <param name="maxRules">The most rules that are allowed. It bounds the time too.</param>
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

    // a name counts as its index in the sorted names, and each index is a block of its own
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

    private static IEnumerable<Peer> Ipv4Blocks(ServiceRectangle<uint> rectangle) =>
        new AddressSet(rectangle.Common, default).CoverIpv4()
            .Where(cidr => rectangle.Needed.Overlaps(cidr.First, cidr.Last))
            .Select(cidr => new Peer.Ipv4(cidr));

    private static IEnumerable<Peer> Ipv6Blocks(ServiceRectangle<UInt128> rectangle) =>
        new AddressSet(default, rectangle.Common).CoverIpv6()
            .Where(cidr => rectangle.Needed.Overlaps(cidr.First, cidr.Last))
            .Select(cidr => new Peer.Ipv6(cidr));
}
