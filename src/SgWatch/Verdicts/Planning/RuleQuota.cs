using SgWatch.Rules;

namespace SgWatch.Verdicts.Planning;

/// <summary>Counts a group's rules against its quota, which holds for each direction and address family.</summary>
/// <remarks>
/// A reference to a group or a prefix list counts in both families. A prefix list counts with its MaxEntries, or as one rule if these
/// aren't known. Source: VPC user guide, Amazon VPC quotas.
/// </remarks>
internal sealed class RuleQuota
{
    /// <summary>EC2's default.</summary>
    public const int RulesPerGroup = 60;

    private readonly int[] _counts = new int[4];
    private readonly GroupQuota _quota;
    private readonly PrefixLists _lists;

    public RuleQuota(IEnumerable<SecurityGroupRule> rules, GroupQuota? quota = null, PrefixLists? lists = null)
    {
        (_quota, _lists) = (quota ?? GroupQuota.Default, lists ?? PrefixLists.None);
        Add(rules);
    }

    /// <summary>Whether these rules may be added to those that are counted.</summary>
    public bool HasRoomFor(IReadOnlyCollection<SecurityGroupRule> rules)
    {
        var more = new RuleQuota(rules, _quota, _lists);
        return !_counts.Where((count, i) => more._counts[i] > 0 && count + more._counts[i] > _quota.RulesPerGroup).Any();
    }

    public void Add(IEnumerable<SecurityGroupRule> rules)
    {
        foreach (var rule in rules)
        {
            var direction = rule.IsEgress ? 2 : 0;
            var weight = rule.Peer is Peer.PrefixList(var id) ? Math.Max(1, _lists.MaxEntries.GetValueOrDefault(id)) : 1;
            _counts[direction] += rule.Peer is Peer.Ipv6 ? 0 : weight;
            _counts[direction + 1] += rule.Peer is Peer.Ipv4 ? 0 : weight;
        }
    }
}
