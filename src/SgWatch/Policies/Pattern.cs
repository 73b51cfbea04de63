using System.Collections.Immutable;
using SgWatch.Addresses;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Policies;

/// <summary>One entry of a guardrail's <c>forbid</c>, <c>allow</c> or <c>require</c>: services of one or both directions, with their
/// peers.</summary>
/// <param name="Flows">Direction and services, as points of <see cref="FlowSpace"/>.</param>
/// <param name="Peers">The peers, without <paramref name="World"/> and <see cref="PrefixLists"/>.</param>
/// <param name="World">Whether <c>world</c> is among the peers.</param>
public sealed record Pattern(IntervalSet<uint> Flows, PeerSet Peers, bool World)
{
    /// <summary>All traffic.</summary>
    public static Pattern Any { get; } = new(IntervalSet<uint>.Of(0, FlowSpace.Last), PeerSet.Everything, false);

    /// <summary>The ids of prefix lists. Their entries are peers too.</summary>
    public ImmutableArray<string> PrefixLists { get; init; } = [];

    /// <summary>The groups for which the entry applies, among those of its guardrail.</summary>
    public Selector Groups { get; init; } = Selector.EveryGroup;

    /// <summary>All services of one direction with the peer <c>world</c>.</summary>
    public static Pattern AnyFromWorld(bool isEgress) => new(
        IntervalSet<uint>.Of(FlowSpace.Point(isEgress, 0), FlowSpace.Point(isEgress, ServiceSpace.Last)), default, true);

    /// <summary>The traffic that the pattern names, without <see cref="World"/> and <see cref="PrefixLists"/>.</summary>
    public TrafficSet ToTraffic() => PatternTraffic.On(Flows, Peers);
}
