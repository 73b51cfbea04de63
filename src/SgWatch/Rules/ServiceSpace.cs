namespace SgWatch.Rules;

/// <summary>All protocols and ports as 2^24 points on a line, on which each <see cref="Service"/> is one interval.</summary>
/// <remarks>
/// A point is the protocol's number times 65,536, plus the port (TCP, UDP) or the ICMP type times 256 plus the code. EC2 doesn't divide
/// any other protocol, so all its 65,536 points belong together.
/// </remarks>
public static class ServiceSpace
{
    /// <summary>The highest point.</summary>
    public const uint Last = (1 << 24) - 1;

    /// <summary>The point of a port, or of an ICMP type and code.</summary>
    /// <param name="protocol">The protocol, but not <see cref="IpProtocol.All"/>.</param>
    /// <param name="low">The port, or the ICMP type times 256 plus the code.</param>
    public static uint Point(IpProtocol protocol, int low) => ((uint)protocol.Number << 16) | (uint)low;

    /// <summary>The protocol to which a point belongs.</summary>
    public static IpProtocol ProtocolAt(uint point) => IpProtocol.Of((int)(point >> 16));

    /// <summary>The fewest services that admit exactly the points from <paramref name="first"/> to <paramref name="last"/>.</summary>
    /// <remarks>A part of a protocol that EC2 doesn't divide counts as the whole protocol.</remarks>
    public static IEnumerable<Service> Cover(uint first, uint last)
    {
        if (first == 0 && last == Last)
        {
            yield return Service.Any;
            yield break;
        }
        for (var point = first; point <= last;)
        {
            var protocol = ProtocolAt(point);
            var end = Math.Min(last, point | 0xFFFF);
            if (protocol.IsIcmp)
            {
                foreach (var service in CoverIcmp(protocol, (int)(point & 0xFFFF), (int)(end & 0xFFFF)))
                {
                    yield return service;
                }
            }
            else
            {
                Service.TryCreate(protocol, (int)(point & 0xFFFF), (int)(end & 0xFFFF), out var service);
                yield return service;
            }
            point = end + 1;
        }
    }

    private static IEnumerable<Service> CoverIcmp(IpProtocol protocol, int first, int last)
    {
        if (first == 0 && last == 0xFFFF)
        {
            yield return Service.Of(protocol);
            yield break;
        }
        for (var next = first; next <= last;)
        {
            var wholeType = (next & 255) == 0 && next + 255 <= last;
            Service.TryCreate(protocol, next >> 8, wholeType ? -1 : next & 255, out var service);
            yield return service;
            next += wholeType ? 256 : 1;
        }
    }
}
