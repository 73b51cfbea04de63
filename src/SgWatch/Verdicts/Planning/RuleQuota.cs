using SgWatch.Rules;

namespace SgWatch.Verdicts.Planning;

/// <summary>Counts a group's rules against its quota: so many of each direction, IPv4 and IPv6 apart.</summary>
/// <remarks>
/// A reference to a group or a prefix list counts in both families. A prefix list counts in full (its MaxEntries), which a rule doesn't
/// tell; it is counted as one here, and EC2 has the last word. Source: VPC user guide, Amazon VPC quotas.
/// </remarks>
internal sealed class RuleQuota
{
    /// <summary>EC2's own value where an account has asked for no other.</summary>
    public const int RulesPerGroup = 60;

    private readonly int[] _counts = new int[4];

    public RuleQuota(IEnumerable<SecurityGroupRule> rules) => Add(rules);

    /// <summary>Whether these rules have room beside those that are counted.</summary>
    public bool HasRoomFor(IReadOnlyCollection<SecurityGroupRule> rules)
    {
        var more = new RuleQuota(rules);
        return !_counts.Where((count, i) => more._counts[i] > 0 && count + more._counts[i] > RulesPerGroup).Any();
    }

    public void Add(IEnumerable<SecurityGroupRule> rules)
    {
        foreach (var rule in rules)
        {
            var direction = rule.IsEgress ? 2 : 0;
            _counts[direction] += rule.Peer is Peer.Ipv6 ? 0 : 1;
            _counts[direction + 1] += rule.Peer is Peer.Ipv4 ? 0 : 1;
        }
    }
}
