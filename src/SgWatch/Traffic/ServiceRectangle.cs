using System.Numerics;
using SgWatch.Addresses;
using SgWatch.Rules;

namespace SgWatch.Traffic;

/// <summary>A service that some peers may use, and no larger one.</summary>
/// <remarks>
/// Of the services within what a peer may use, those that hold a given packet have one largest among them: port ranges around one port
/// make one range, and all others are nested. So what a peer may use splits into its largest services, in one way.
/// </remarks>
/// <param name="Service">The service.</param>
/// <param name="Common">The peers that may use all of the service.</param>
/// <param name="Needed">Those of them that may use no larger service which holds it; never empty.</param>
internal readonly record struct ServiceRectangle<T>(Service Service, IntervalSet<T> Common, IntervalSet<T> Needed)
    where T : struct, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>
{
    private const uint ProtocolSize = 1 << 16;
    private const uint TypeSize = 1 << 8;
    private const uint TypesPerProtocol = ProtocolSize / TypeSize;

    /// <summary>The rectangles of strips, which are ascending and apart; each once. After more than <paramref name="limit"/> of them it may
    /// stop, having given more than <paramref name="limit"/>.</summary>
    public static IEnumerable<ServiceRectangle<T>> Of(List<ServiceStrip<T>> strips, int limit)
    {
        var all = ServiceStrip<T>.Common(strips, 0, ServiceSpace.Last);
        var others = strips.FindAll(strip => !all.Contains(strip.Peers));
        return new[] { new ServiceRectangle<T>(Service.Any, all, all) }
            .Concat(ServiceStrip<T>.Blocks(others, ProtocolSize).SelectMany(number => OfProtocol(strips, IpProtocol.Of((int)number), all, limit)))
            .Where(rectangle => !rectangle.Needed.IsEmpty);
    }

    private static IEnumerable<ServiceRectangle<T>> OfProtocol(List<ServiceStrip<T>> strips, IpProtocol protocol, IntervalSet<T> all, int limit)
    {
        var service = Service.Of(protocol);
        var inside = ServiceStrip<T>.Clip(strips, service.First, service.Last);
        if (protocol.HasPorts)
        {
            return OfPorts(protocol, inside, all, limit);
        }
        var whole = ServiceStrip<T>.Common(inside, service.First, service.Last);
        return [new(service, whole, whole.Except(all)), .. OfTypes(protocol, inside, whole)]; // of a protocol without parts, none
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

    // Walks up the ports. A run is open for the peers that may use every port since its start, and neither the port before it nor all of a
    // run opened earlier; it is a rectangle for those of them that may not use the next port.
    private static IEnumerable<ServiceRectangle<T>> OfPorts(IpProtocol protocol, List<ServiceStrip<T>> strips, IntervalSet<T> all, int limit)
    {
        var open = new List<(uint First, IntervalSet<T> Common, IntervalSet<T> Peers)>();
        var last = 0u;
        foreach (var strip in strips)
        {
            var (still, starting) = (new List<(uint First, IntervalSet<T> Common, IntervalSet<T> Peers)>(), strip.Peers);
            foreach (var run in open)
            {
                var going = strip.First == last + 1 ? run.Peers.Intersect(strip.Peers) : default;
                yield return new(Ports(protocol, run.First, last), run.Common, run.Peers.Except(going)); // not of all: those end at the last port
                if (!going.IsEmpty)
                {
                    still.Add((run.First, run.Common.Intersect(strip.Peers), going));
                    starting = starting.Except(going);
                }
            }
            if (!starting.IsEmpty)
            {
                still.Add((strip.First, strip.Peers, starting));
            }
            (open, last) = (still, strip.Last);
            if (open.Count > limit + 1) // each open run ends as a rectangle, but perhaps the one of all protocols
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
