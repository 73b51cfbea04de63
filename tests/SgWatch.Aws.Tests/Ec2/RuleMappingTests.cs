using SgWatch.Aws.Ec2;
using SgWatch.Rules;
using Ec2Rule = Amazon.EC2.Model.SecurityGroupRule;

namespace SgWatch.Aws.Tests.Ec2;

public class RuleMappingTests
{
    [Theory]
    [InlineData("tcp", 22, 22, "0.0.0.0/0", "ingress tcp/22 from 0.0.0.0/0")]
    [InlineData("-1", -1, -1, "0.0.0.0/0", "ingress any from 0.0.0.0/0")]
    [InlineData("-1", null, null, "10.1.2.3/8", "ingress any from 10.0.0.0/8")] // host bits borne
    [InlineData("TCP", 1, 2, "10.0.0.0/8", "ingress tcp/1-2 from 10.0.0.0/8")]
    [InlineData("58", -1, -1, "10.0.0.0/8", "ingress icmpv6 from 10.0.0.0/8")]
    [InlineData("icmp", 3, 4, "10.0.0.0/8", "ingress icmp/3/4 from 10.0.0.0/8")]
    [InlineData("50", null, null, "10.0.0.0/8", "ingress 50 from 10.0.0.0/8")]
    public void A_rule_that_is_understood_is_a_rule(string protocol, int? from, int? to, string cidr, string expected) =>
        Assert.Equal(expected, RuleMapping.Read(Rule(protocol, from, to, cidr)).ToString());

    [Theory]
    [InlineData("xyz", 22, 22, "0.0.0.0/0")]
    [InlineData("tcp", 22, 70000, "0.0.0.0/0")]
    [InlineData("tcp", 23, 22, "0.0.0.0/0")]
    [InlineData("tcp", -1, -1, "0.0.0.0/0")]
    [InlineData("tcp", null, null, "0.0.0.0/0")]
    [InlineData("tcp", 22, 22, "0.0.0.0/33")]
    [InlineData("tcp", 22, 22, "010.0.0.0/8")]
    [InlineData("tcp", 22, 22, null)]
    [InlineData(null, null, null, null)]
    public void A_rule_that_is_not_understood_admits_any_service_from_an_unknown_peer(string? protocol, int? from, int? to, string? cidr)
    {
        var rule = RuleMapping.Read(Rule(protocol, from, to, cidr));

        Assert.Equal("sgr-1", rule.SecurityGroupRuleId);
        Assert.Equal(Service.Any, rule.Service);
        var unknown = Assert.IsType<Peer.Unknown>(rule.Peer);
        Assert.Contains($"protocol {protocol}", unknown.Text, StringComparison.Ordinal);
        Assert.Contains(cidr ?? "", unknown.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_peers_in_one_rule_are_an_unknown_peer_that_names_them_all()
    {
        var rule = Rule("tcp", 22, 22, "10.0.0.0/8");
        rule.CidrIpv6 = "::/0";

        Assert.Contains("10.0.0.0/8 and ::/0", Assert.IsType<Peer.Unknown>(RuleMapping.Read(rule).Peer).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_kind_of_peer_is_read()
    {
        Assert.Equal("ingress tcp/22 from ::/0", RuleMapping.Read(With(r => r.CidrIpv6 = "0:0:0:0:0:0:0:0/0")).ToString());
        Assert.Equal("ingress tcp/22 from pl-1", RuleMapping.Read(With(r => r.PrefixListId = "pl-1")).ToString());
        Assert.Equal(
            new Peer.Group("sg-2", "123456789012"),
            RuleMapping.Read(With(r => r.ReferencedGroupInfo = new() { GroupId = "sg-2", UserId = "123456789012" })).Peer);
    }

    [Fact]
    public void Direction_and_description_are_kept_and_a_rule_without_direction_is_unknown()
    {
        var rule = RuleMapping.Read(With(r => (r.CidrIpv4, r.IsEgress, r.Description) = ("10.0.0.0/8", true, "why")));
        Assert.True(rule.IsEgress);
        Assert.Equal("why", rule.Description);
        Assert.IsType<Peer.Unknown>(RuleMapping.Read(With(r => (r.CidrIpv4, r.IsEgress) = ("10.0.0.0/8", null))).Peer);
    }

    private static Ec2Rule With(Action<Ec2Rule> change)
    {
        var rule = Rule("tcp", 22, 22, null);
        change(rule);
        return rule;
    }

    private static Ec2Rule Rule(string? protocol, int? from, int? to, string? cidr) => new()
    {
        SecurityGroupRuleId = "sgr-1",
        IsEgress = false,
        IpProtocol = protocol,
        FromPort = from,
        ToPort = to,
        CidrIpv4 = cidr,
    };
}
