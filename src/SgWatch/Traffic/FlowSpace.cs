using SgWatch.Rules;

namespace SgWatch.Traffic;

/// <summary>Direction and service as one line of 2^25 points: ingress first, then egress, each a <see cref="ServiceSpace"/>.</summary>
public static class FlowSpace
{
    /// <summary>The highest point.</summary>
    public const uint Last = (ServiceSpace.Last << 1) | 1;

    /// <summary>The first point of egress.</summary>
    public const uint FirstEgress = ServiceSpace.Last + 1;

    /// <summary>The point of a direction and a point of <see cref="ServiceSpace"/>.</summary>
    public static uint Point(bool isEgress, uint servicePoint) => isEgress ? FirstEgress + servicePoint : servicePoint;

    /// <summary>Whether a point is egress.</summary>
    public static bool IsEgress(uint point) => point >= FirstEgress;

    /// <summary>The point's place in <see cref="ServiceSpace"/>.</summary>
    public static uint ServicePoint(uint point) => point & ServiceSpace.Last;

    /// <summary>Whether EC2 can tell a point from the one before it: a port, an ICMP type or code, or the first point of any other
    /// protocol.</summary>
    public static bool IsBorder(uint point) =>
        (point & 0xFFFF) == 0 || ServiceSpace.ProtocolAt(ServicePoint(point)) is { HasPorts: true } or { IsIcmp: true };
}
