using SgWatch.Traffic;

namespace SgWatch.Policies;

/// <summary>One rule that helps to open a group to the world.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Violates">Its traffic where the group was open when its turn came.</param>
/// <param name="PublicAddresses">How many public addresses of its family the rules then left admitted together, on the most open of these points.</param>
/// <param name="IsAlone">Whether the rule alone is open to the world.</param>
internal sealed record WorldBreach(RuleTraffic Rule, TrafficSet Violates, UInt128 PublicAddresses, bool IsAlone);
