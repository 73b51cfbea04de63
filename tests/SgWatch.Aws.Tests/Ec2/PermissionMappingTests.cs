using SgWatch.Aws.Ec2;
using SgWatch.Rules;

namespace SgWatch.Aws.Tests.Ec2;

public class PermissionMappingTests
{
    [Theory]
    [InlineData("ingress tcp/22 from 10.0.0.0/8", "tcp", 22, 22)]
    [InlineData("egress any to ::/0", "-1", null, null)]
    [InlineData("ingress icmp from 10.0.0.0/8", "icmp", -1, -1)]
    [InlineData("ingress icmp/8 from 10.0.0.0/8", "icmp", 8, -1)]
    [InlineData("ingress icmpv6 from ::/0", "icmpv6", -1, -1)]
    [InlineData("ingress 50 from 10.0.0.0/8", "50", null, null)]
    [InlineData("ingress udp from pl-1", "udp", 0, 65535)]
    [InlineData("ingress udp/53 from sg-1", "udp", 53, 53)]
    public void A_rule_is_one_permission_with_one_peer_and_its_description(string text, string protocol, int? from, int? to)
    {
        var rule = RuleText.Parse(text) with { Description = "asked for by web" };

        Assert.True(PermissionMapping.TryWrite(rule, out var permission));

        Assert.Equal((protocol, from, to), (permission.IpProtocol, permission.FromPort, permission.ToPort));
        (string Peer, string Description)[] peers = [
            .. (permission.Ipv4Ranges ?? []).Select(p => (p.CidrIp, p.Description)),
            .. (permission.Ipv6Ranges ?? []).Select(p => (p.CidrIpv6, p.Description)),
            .. (permission.PrefixListIds ?? []).Select(p => (p.Id, p.Description)),
            .. (permission.UserIdGroupPairs ?? []).Select(p => (p.GroupId, p.Description))];
        Assert.Equal([(rule.Peer.ToString(), "asked for by web")], peers);
    }

    [Fact]
    public void A_referenced_group_keeps_its_account()
    {
        var rule = RuleText.Parse("ingress tcp/22 from sg-1") with { Peer = new Peer.Group("sg-1", "123456789012") };
        Assert.True(PermissionMapping.TryWrite(rule, out var permission));
        Assert.Equal("123456789012", Assert.Single(permission.UserIdGroupPairs).UserId);
    }

    [Fact]
    public void An_unknown_peer_has_no_permission() =>
        Assert.False(PermissionMapping.TryWrite(new(null, false, Service.Any, new Peer.Unknown("?")), out _));
}
