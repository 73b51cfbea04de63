using SgWatch.Traffic;

namespace SgWatch.Verdicts.Judging;

/// <summary>One rule that helps to open a group to the world.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Violates">Its traffic, without what is permitted, where the group was open when its turn came.</param>
/// <param name="IsIpv4">Whether the first of these points is open in IPv4; else in IPv6.</param>
/// <param name="PublicAddresses">How many public addresses of that family the rules then left admitted together, on the most open of these points.</param>
/// <param name="IsAlone">Whether the rule alone is open to the world.</param>
internal sealed record WorldBreach(RuleTraffic Rule, TrafficSet Violates, bool IsIpv4, UInt128 PublicAddresses, bool IsAlone);
