using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Verdicts.Judging;

/// <summary>A rule of the group that is judged, with what it admits.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Admits">Its traffic. The peer counts as its name if it is unresolved.</param>
/// <param name="IsUnresolved">Whether its peer can't be read or wasn't understood.</param>
internal sealed record RuleTraffic(SecurityGroupRule Rule, TrafficSet Admits, bool IsUnresolved)
{
    /// <summary>Whether the guard is about to add it. It is then taken first, because no rule of the group is to make room for
    /// it.</summary>
    public bool IsRestored { get; init; }

    /// <summary>All that the rule may admit if its peer is unresolved: every address, and every group if it wasn't understood.</summary>
    public TrafficSet MayAdmit => Admits.Union(TrafficSet.Of(Rule.IsEgress, Rule.Service, PossiblePeers));

    private PeerSet PossiblePeers =>
        Rule.Peer is Peer.Unknown ? PeerSet.Everything with { PrefixLists = default } : PatternTraffic.EveryAddress;
}
