using SgWatch.Traffic;

namespace SgWatch.Verdicts.Judging;

/// <summary>One rule that contributes to opening a group to the world.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Violates">Its part on the points where the group was open when its turn came, without what is permitted.</param>
/// <param name="IsIpv4">Whether the first of these points is open in IPv4. Otherwise it is open in IPv6.</param>
/// <param name="PublicAddresses">How many public addresses of that family the remaining rules admit on the most open of these
/// points.</param>
/// <param name="IsAlone">Whether the rule is open to the world without any other rule.</param>
internal sealed record WorldBreach(RuleTraffic Rule, TrafficSet Violates, bool IsIpv4, UInt128 PublicAddresses, bool IsAlone)
{
    /// <summary>Whether the rule itself reaches IPv4 only through NAT64.</summary>
    public bool IsNat64 { get; init; }
}
