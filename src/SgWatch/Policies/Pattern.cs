using SgWatch.Addresses;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Policies;

/// <summary>One entry of a guardrail's <c>forbid</c>: some services of one direction or both, with some peers.</summary>
/// <param name="Flows">Direction and services, as points of <see cref="FlowSpace"/>.</param>
/// <param name="Peers">The peers, apart from <paramref name="World"/>.</param>
/// <param name="World">Whether peers that together are open to the world are meant, judged on the union of the group's rules.</param>
public sealed record Pattern(IntervalSet<uint> Flows, PeerSet Peers, bool World)
{
    /// <summary>All traffic.</summary>
    public static Pattern Any { get; } = new(IntervalSet<uint>.Of(0, FlowSpace.Last), PeerSet.Everything, false);

    /// <summary>All services of one direction, where they are open to the world.</summary>
    public static Pattern AnyFromWorld(bool isEgress) => new(
        IntervalSet<uint>.Of(FlowSpace.Point(isEgress, 0), FlowSpace.Point(isEgress, ServiceSpace.Last)), default, true);

    /// <summary>The traffic that the pattern names, without its <see cref="World"/>.</summary>
    public TrafficSet ToTraffic()
    {
        var traffic = default(TrafficSet);
        foreach (var flow in Flows.Intervals)
        {
            traffic = traffic.Union(TrafficSet.Of(flow.First, flow.Last, Peers));
        }
        return traffic;
    }
}
