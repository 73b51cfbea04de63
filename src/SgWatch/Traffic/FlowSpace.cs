using SgWatch.Rules;

namespace SgWatch.Traffic;

/// <summary>Directions and services as 2^25 points on a line: first ingress, then egress, each a <see cref="ServiceSpace"/>.</summary>
public static class FlowSpace
{
    /// <summary>The highest point.</summary>
    public const uint Last = (ServiceSpace.Last << 1) | 1;

    /// <summary>The first point of egress.</summary>
    public const uint FirstEgress = ServiceSpace.Last + 1;

    /// <summary>The point of a direction and a service.</summary>
    /// <param name="isEgress">Whether the direction is egress.</param>
    /// <param name="servicePoint">The service, as a point of <see cref="ServiceSpace"/>.</param>
    public static uint Point(bool isEgress, uint servicePoint) => isEgress ? FirstEgress + servicePoint : servicePoint;

    /// <summary>Whether a point is egress.</summary>
    public static bool IsEgress(uint point) => point >= FirstEgress;

    /// <summary>The service of a point, as a point of <see cref="ServiceSpace"/>.</summary>
    public static uint ServicePoint(uint point) => point & ServiceSpace.Last;

    /// <summary>Whether EC2 distinguishes a point from the one before it.</summary>
    /// <remarks>That is so for a port, an ICMP type and code, and the first point of any other protocol.</remarks>
    public static bool IsBorder(uint point) =>
        (point & 0xFFFF) == 0 || ServiceSpace.ProtocolAt(ServicePoint(point)) is { HasPorts: true } or { IsIcmp: true };
}
