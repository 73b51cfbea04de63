using SgWatch.Rules;

namespace SgWatch.Tests.Rules;

public sealed class SecurityGroupRuleTests
{
    [Theory]
    [InlineData("ingress tcp/22 from 10.0.0.0/8", "ingress tcp/22 from 10.9.9.9/8", true)] // EC2 clears host bits
    [InlineData("ingress tcp/0-65535 from 10.0.0.0/8", "ingress tcp from 10.0.0.0/8", true)]
    [InlineData("ingress tcp/22 from 2001:DB8::/32", "ingress tcp/22 from 2001:db8:0::/32", true)]
    [InlineData("ingress tcp/22 from sg-1", "ingress tcp/22 from sg-1", true)]
    [InlineData("ingress tcp/22 from sg-1", "ingress tcp/22 from sg-2", false)]
    [InlineData("ingress tcp/22 from pl-1", "ingress tcp/22 from pl-1", true)]
    [InlineData("ingress tcp/22 from pl-1", "ingress tcp/22 from sg-1", false)]
    [InlineData("ingress tcp/22 from 10.0.0.0/8", "egress tcp/22 to 10.0.0.0/8", false)]
    [InlineData("ingress tcp/22 from 10.0.0.0/8", "ingress udp/22 from 10.0.0.0/8", false)]
    [InlineData("ingress tcp/22 from 10.0.0.0/8", "ingress tcp/22-23 from 10.0.0.0/8", false)]
    [InlineData("ingress tcp/22 from 10.0.0.0/8", "ingress tcp/22 from 10.0.0.0/9", false)]
    [InlineData("ingress icmp/3 from 10.0.0.0/8", "ingress icmp/3/0 from 10.0.0.0/8", false)]
    [InlineData("ingress tcp/22 from 0.0.0.0/0", "ingress tcp/22 from ::/0", false)]
    public void Rules_are_the_same_to_ec2_by_direction_service_and_peer(string a, string b, bool same)
    {
        Assert.Equal(same, RuleText.Parse(a).HasSameTraffic(RuleText.Parse(b)));
        Assert.Equal(same, RuleText.Parse(b).HasSameTraffic(RuleText.Parse(a)));
    }

    [Fact]
    public void Id_description_and_owner_of_the_referenced_group_make_no_other_rule()
    {
        var rule = RuleText.Parse("ingress tcp/22 from sg-1");
        var same = rule with { SecurityGroupRuleId = "sgr-1", Description = "ssh", Peer = new Peer.Group("sg-1", "111122223333") };
        Assert.True(rule.HasSameTraffic(same));
        Assert.True(same.HasSameTraffic(rule));
        Assert.NotEqual(rule, same);
    }

    [Fact]
    public void Text_is_the_rule_text() => Assert.Equal("egress any to ::/0", RuleText.Parse("egress  -1 to ::1/0").ToString());
}
