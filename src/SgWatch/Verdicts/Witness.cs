using SgWatch.Addresses;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Verdicts;

/// <summary>One packet of a set of traffic, as an example of what is in the set.</summary>
/// <param name="IsEgress">Whether the packet leaves the group's interfaces. Otherwise it arrives at them.</param>
/// <param name="Service">One port, one ICMP type and code, or a protocol that has neither.</param>
/// <param name="Peer">One address (as a block of one), one group or one prefix list.</param>
public sealed record Witness(bool IsEgress, Service Service, Peer Peer)
{
    // packets that every reader knows are preferred: SSH in, HTTPS out
    private static uint[] WellKnownPoints =>
        [FlowSpace.Point(false, ServiceSpace.Point(IpProtocol.Tcp, 22)), FlowSpace.Point(true, ServiceSpace.Point(IpProtocol.Tcp, 443))];

    /// <summary>A packet of the set, always the same one for the same set. Null if the set is empty or holds nothing that has a
    /// name.</summary>
    public static Witness? In(TrafficSet traffic)
    {
        if (traffic.IsEmpty)
        {
            return null;
        }
        var point = Array.Find(WellKnownPoints, p => !traffic.PeersAt(p).IsEmpty);
        if (point == default) // no well-known point is 0
        {
            point = traffic.Bands[0].First;
        }
        return PeerIn(traffic.PeersAt(point)) is { } peer
            ? new(FlowSpace.IsEgress(point), ServiceAt(FlowSpace.ServicePoint(point)), peer)
            : null;
    }

    /// <summary>Such as <c>tcp/22 from 3.0.0.0</c>.</summary>
    public override string ToString()
    {
        var peer = Peer.ToString()!;
        var slash = peer.IndexOf('/', StringComparison.Ordinal);
        return $"{Service} {(IsEgress ? "to" : "from")} {(slash < 0 ? peer : peer[..slash])}";
    }

    private static Service ServiceAt(uint point)
    {
        var protocol = ServiceSpace.ProtocolAt(point);
        var low = (int)(point & 0xFFFF);
        Service.TryCreate(protocol, protocol.HasPorts ? low : low >> 8, protocol.HasPorts ? low : low & 255, out var service);
        return service;
    }

    // a public address is preferred
    private static Peer? PeerIn(PeerSet peers)
    {
        var open = peers.Addresses.Intersect(SpecialPurposeRegistry.Public);
        var addresses = open.IsEmpty ? peers.Addresses : open;
        return !addresses.Ipv4.IsEmpty ? new Peer.Ipv4(new(addresses.Ipv4.Intervals[0].First, 32))
            : !addresses.Ipv6.IsEmpty ? new Peer.Ipv6(new(addresses.Ipv6.Intervals[0].First, 128))
            : peers.Groups is { IsAllBut: false, IsEmpty: false } groups ? new Peer.Group(groups.Names[0])
            : peers.PrefixLists is { IsAllBut: false, IsEmpty: false } lists && !AdmittedTraffic.IsNotUnderstood(lists.Names[0])
                ? new Peer.PrefixList(lists.Names[0])
            : null;
    }
}
