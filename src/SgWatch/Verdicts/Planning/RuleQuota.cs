using SgWatch.Rules;

namespace SgWatch.Verdicts.Planning;

/// <summary>Counts a group's rules against its quota, which holds for each direction and address family.</summary>
/// <remarks>
/// A reference to a group or a prefix list counts in both families. EC2 counts a prefix list with its MaxEntries, but a rule doesn't say
/// how many these are. So it counts as one here, and EC2 may still refuse. Source: VPC user guide, Amazon VPC quotas.
/// </remarks>
internal sealed class RuleQuota
{
    /// <summary>EC2's default. An account may have asked for another value.</summary>
    public const int RulesPerGroup = 60;

    private readonly int[] _counts = new int[4];

    public RuleQuota(IEnumerable<SecurityGroupRule> rules) => Add(rules);

    /// <summary>Whether these rules may be added to those that are counted.</summary>
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
