using System.Numerics;
using SgWatch.Addresses;
using SgWatch.Rules;

namespace SgWatch.Traffic;

/// <summary>A largest service that some peers may use.</summary>
/// <remarks>
/// Among the services that a peer may use, there is one largest that holds a given packet. Port ranges that hold the same port join to one
/// range, and all other services are nested. So what a peer may use consists of its largest services, in exactly one way.
/// </remarks>
/// <param name="Service">The service.</param>
/// <param name="Common">The peers that may use the whole service.</param>
/// <param name="Needed">Those of them that may use no larger service that holds it. Never empty.</param>
internal readonly record struct ServiceRectangle<T>(Service Service, IntervalSet<T> Common, IntervalSet<T> Needed)
    where T : struct, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>
{
    private const uint ProtocolSize = 1 << 16;
    private const uint TypeSize = 1 << 8;
    private const uint TypesPerProtocol = ProtocolSize / TypeSize;

    /// <summary>The rectangles of strips, each once.</summary>
    /// <param name="strips">The strips, ascending and disjoint.</param>
    /// <param name="limit">After it has given more rectangles than this, it may stop.</param>
    public static IEnumerable<ServiceRectangle<T>> Of(List<ServiceStrip<T>> strips, int limit)
    {
        var all = ServiceStrip<T>.Common(strips, 0, ServiceSpace.Last);
        var others = strips.FindAll(strip => !all.Contains(strip.Peers));
        return new[] { new ServiceRectangle<T>(Service.Any, all, all) }
            .Concat(ServiceStrip<T>.Blocks(others, ProtocolSize)
                .SelectMany(number => OfProtocol(strips, IpProtocol.Of((int)number), all, limit)))
            .Where(rectangle => !rectangle.Needed.IsEmpty);
    }

    private static IEnumerable<ServiceRectangle<T>> OfProtocol(
        List<ServiceStrip<T>> strips, IpProtocol protocol, IntervalSet<T> all, int limit)
    {
        var service = Service.Of(protocol);
        var inside = ServiceStrip<T>.Clip(strips, service.First, service.Last);
        if (protocol.HasPorts)
        {
            return OfPorts(protocol, inside, all, limit);
        }
        var whole = ServiceStrip<T>.Common(inside, service.First, service.Last);
        // a protocol that EC2 doesn't divide has no types
        return [new(service, whole, whole.Except(all)), .. OfTypes(protocol, inside, whole)];
    }

    private static IEnumerable<ServiceRectangle<T>> OfTypes(IpProtocol protocol, List<ServiceStrip<T>> strips, IntervalSet<T> whole)
    {
        foreach (var block in ServiceStrip<T>.Blocks(strips.FindAll(strip => !whole.Contains(strip.Peers)), TypeSize))
        {
            var type = (int)(block % TypesPerProtocol);
            Service.TryCreate(protocol, type, -1, out var service);
            var inside = ServiceStrip<T>.Clip(strips, service.First, service.Last);
            var allCodes = ServiceStrip<T>.Common(inside, service.First, service.Last);
            yield return new(service, allCodes, allCodes.Except(whole));
            foreach (var strip in inside)
            {
                var needed = strip.Peers.Except(allCodes);
                for (var point = strip.First; point <= strip.Last && !needed.IsEmpty; point++)
                {
                    Service.TryCreate(protocol, type, (int)(point % TypeSize), out var code);
                    yield return new(code, strip.Peers, needed);
                }
            }
        }
    }

    // Goes up the ports with open runs. A run holds the peers that may use every port since its first port, but not the port before it.
    // No peer is in two open runs. For those peers that may not use the next port, the run is a rectangle.
    private static IEnumerable<ServiceRectangle<T>> OfPorts(
        IpProtocol protocol, List<ServiceStrip<T>> strips, IntervalSet<T> all, int limit)
    {
        var open = new List<(uint First, IntervalSet<T> Common, IntervalSet<T> Peers)>();
        var last = 0u;
        foreach (var strip in strips)
        {
            var (continued, starting) = (new List<(uint First, IntervalSet<T> Common, IntervalSet<T> Peers)>(), strip.Peers);
            foreach (var run in open)
            {
                var remaining = strip.First == last + 1 ? run.Peers.Intersect(strip.Peers) : default;
                // peers that may use all protocols never end here, because they may use the last port
                yield return new(Ports(protocol, run.First, last), run.Common, run.Peers.Except(remaining));
                if (!remaining.IsEmpty)
                {
                    continued.Add((run.First, run.Common.Intersect(strip.Peers), remaining));
                    starting = starting.Except(remaining);
                }
            }
            if (!starting.IsEmpty)
            {
                continued.Add((strip.First, strip.Peers, starting));
            }
            (open, last) = (continued, strip.Last);
            if (open.Count > limit + 1) // each open run ends as a rectangle, except possibly the one of all protocols
            {
                break;
            }
        }
        foreach (var run in open)
        {
            yield return new(Ports(protocol, run.First, last), run.Common, run.Peers.Except(all));
        }
    }

    private static Service Ports(IpProtocol protocol, uint first, uint last)
    {
        Service.TryCreate(protocol, (int)(first % ProtocolSize), (int)(last % ProtocolSize), out var service);
        return service;
    }
}
