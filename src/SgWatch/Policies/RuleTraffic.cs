using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Policies;

/// <summary>A rule of the group in hand and what it admits.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Admits">Its traffic; of an unresolved peer, the peer's name.</param>
/// <param name="IsUnresolved">Whether its peer can't be read.</param>
internal sealed record RuleTraffic(SecurityGroupRule Rule, TrafficSet Admits, bool IsUnresolved);
