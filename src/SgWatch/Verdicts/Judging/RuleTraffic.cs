using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Verdicts.Judging;

/// <summary>A rule of the group in hand and what it admits.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Admits">Its traffic; of an unresolved peer, the peer's name.</param>
/// <param name="IsUnresolved">Whether its peer can't be read.</param>
/// <param name="IsNew">Whether it counts as added by what made the guard look.</param>
internal sealed record RuleTraffic(SecurityGroupRule Rule, TrafficSet Admits, bool IsUnresolved, bool IsNew)
{
    /// <summary>Whether the guard itself is about to add it: the first to go, for no rule of the group is to make room for it.</summary>
    public bool IsRestored { get; init; }

    /// <summary>All that a rule whose peer is unresolved may admit: every address, and where it wasn't understood every group too.</summary>
    public TrafficSet MayAdmit => Admits.Union(TrafficSet.Of(
        Rule.IsEgress, Rule.Service, Rule.Peer is Peer.Unknown ? PeerSet.Everything with { PrefixLists = default } : Patterns.EveryAddress));
}
