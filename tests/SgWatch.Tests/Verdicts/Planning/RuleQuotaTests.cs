using SgWatch.Rules;
using SgWatch.Verdicts.Planning;

namespace SgWatch.Tests.Verdicts.Planning;

public sealed class RuleQuotaTests
{
    private static readonly string[] Peers = ["10.0.0.0/8", "2600::/16", "sg-0aaaaaaaaaaaaaaaa", "pl-0aaaaaaaaaaaaaaaa"];

    // VPC user guide, Amazon VPC quotas: 60 rules of a direction, IPv4 and IPv6 apart; what is neither counts in both
    public static TheoryData<bool, string, bool, string> Pairs =>
        [.. from aIsEgress in (bool[])[false, true] from a in Peers
            from bIsEgress in (bool[])[false, true] from b in Peers select (aIsEgress, a, bIsEgress, b)];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_direction_that_is_full_in_a_family_has_room_for_the_other_direction_and_the_other_family_alone(
        bool aIsEgress, string a, bool bIsEgress, string b)
    {
        var isRivalry = aIsEgress == bIsEgress && !(a == Peers[0] && b == Peers[1]) && !(a == Peers[1] && b == Peers[0]);
        var one = Rules(1, bIsEgress, b);

        Assert.True(new RuleQuota(Rules(RuleQuota.RulesPerGroup - 1, aIsEgress, a)).HasRoomFor(one));
        Assert.Equal(!isRivalry, new RuleQuota(Rules(RuleQuota.RulesPerGroup, aIsEgress, a)).HasRoomFor(one));
        // an account may have asked for more
        Assert.Equal(!isRivalry, new RuleQuota(Rules(RuleQuota.RulesPerGroup + 1, aIsEgress, a)).HasRoomFor(one));
    }

    [Fact]
    public void What_is_added_counts()
    {
        var quota = new RuleQuota(Rules(RuleQuota.RulesPerGroup - 1, false, Peers[0]));

        quota.Add(Rules(1, false, Peers[0]));

        Assert.False(quota.HasRoomFor(Rules(1, false, Peers[0])));
    }

    private static SecurityGroupRule[] Rules(int count, bool isEgress, string peer) =>
        [.. Enumerable.Range(1, count).Select(port => RuleText.Parse(
            isEgress ? $"egress tcp/{port} to {peer}" : $"ingress tcp/{port} from {peer}"))];
}
