using static SgWatch.Tests.Events.CallHints;

namespace SgWatch.Tests.Events;

/// <summary>Authorize calls whose request and answer are short, odd or at odds.</summary>
public class AuthorizedRulesTests
{
    [Theory]
    [InlineData("""{"securityGroupRuleSet":{"items":[ANSWER]}}""", "sg-1 new sgr-1, ingress tcp/22 from 0.0.0.0/0")]
    [InlineData("""{"securityGroupRuleSet":{}}""", "sg-1 new ingress tcp/22 from 0.0.0.0/0")]
    [InlineData("""{"securityGroupRuleSet":""}""", "sg-1 new ingress tcp/22 from 0.0.0.0/0")]
    [InlineData("null", "sg-1 new ingress tcp/22 from 0.0.0.0/0")]
    [InlineData("7", "sg-1 new ingress tcp/22 from 0.0.0.0/0")]
    [InlineData("""{"securityGroupRuleSet":"cut"}""", "sg-1 new all")]
    [InlineData("""{"omitted":true}""", "sg-1 new all")]
    public void An_answer_adds_ids_or_doubt(string response, string expected) =>
        Assert.Equal(
            expected,
            Hints("AuthorizeSecurityGroupIngress", $$$"""{"groupId":"sg-1","ipPermissions":{"items":[{{{Tcp22}}}]}}""", response));

    [Theory]
    [InlineData("\"sg-1\"", "\"sg-2\"", "sg-1 new all & sg-2 new all")] // another group than asked for
    [InlineData("\"sgr-1\"", "17", "sg-1 new ingress tcp/22 from 0.0.0.0/0")] // the rule is named by its traffic
    [InlineData("false", "\"false\"", "sg-1 new sgr-1, ingress tcp/22 from 0.0.0.0/0")]
    [InlineData("false", "true", "sg-1 new all")] // another direction
    [InlineData("false", "[]", "sg-1 new all")]
    [InlineData("\"tcp\"", "\"any\"", "sg-1 new all")] // not EC2's word
    [InlineData("0.0.0.0/0", "0.0.0.0/33", "sg-1 new all")]
    [InlineData("0.0.0.0/0", "1.2.3.4/0", "sg-1 new sgr-1, ingress tcp/22 from 0.0.0.0/0")] // host bits
    public void A_rule_in_the_answer_confirms_the_request_or_puts_it_in_doubt(string old, string other, string expected) => Assert.Equal(
        expected,
        Hints("AuthorizeSecurityGroupIngress", $$$"""{"groupId":"sg-1","ipPermissions":{"items":[{{{Tcp22}}}]}}""",
            $$$"""{"securityGroupRuleSet":{"items":[{{{Answer22.Replace(old, other, StringComparison.Ordinal)}}}]}}"""));

    [Theory]
    [InlineData("\"sgr-1\"", "sg-1 new sgr-1,")]
    [InlineData("17", "sg-1 new")]
    public void A_peer_given_by_name_is_known_by_the_rule_in_the_answer(string ruleId, string expected)
    {
        var answer =
            Answer22.Replace("\"cidrIpv4\":\"0.0.0.0/0\"", "\"referencedGroupInfo\":{\"groupId\":\"sg-9\"}", StringComparison.Ordinal)
            .Replace("\"sgr-1\"", ruleId, StringComparison.Ordinal);
        Assert.Equal($"{expected} ingress tcp/22 from sg-9", Hints("AuthorizeSecurityGroupIngress",
            """{"groupId":"sg-1","ipProtocol":"tcp","fromPort":22,"toPort":22,"sourceSecurityGroupName":"bastion"}""",
            $$$"""{"securityGroupRuleSet":{"items":[{{{answer}}}]}}"""));
    }

    [Theory]
    [InlineData("\"ipProtocol\":\"TCP\",\"fromPort\":22,\"toPort\":22")]
    [InlineData("\"ipPermissions\":{\"items\":[{\"ipProtocol\":\"tcp\",\"fromPort\":22,\"toPort\":22,\"ipRanges\":{}}]}")]
    [InlineData("\"ipPermissions\":{}")]
    public void A_permission_without_a_peer_adds_nothing(string permissions)
    {
        foreach (var empty in (string[])["{}", "\"\"", "{\"items\":[]}"])
        {
            Assert.Equal("sg-1 new none", Hints("AuthorizeSecurityGroupIngress",
                $$$"""{"groupId":"sg-1",{{{permissions}}}}""", $$$"""{"_return":true,"securityGroupRuleSet":{{{empty}}}}"""));
        }
    }

    [Fact]
    public void Of_a_mixed_request_the_permissions_with_a_peer_count() => Assert.Equal(
        "sg-1 new sgr-1, ingress tcp/22 from 0.0.0.0/0",
        Hints("AuthorizeSecurityGroupIngress",
            $$$"""{"groupId":"sg-1","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":80,"toPort":80},{{{Tcp22}}}]}}""",
            """{"securityGroupRuleSet":{"items":[ANSWER]}}"""));

    [Fact]
    public void A_source_group_by_name_makes_three_rules_and_their_ids_are_all_that_is_new()
    {
        const string Request = """{"groupId":"sg-1","ipPermissions":{},"sourceSecurityGroupName":"bastion"}""";
        (string Protocol, int From, int To)[] services = [("tcp", 0, 65535), ("udp", 0, 65535), ("icmp", -1, -1)];
        var items = services.Select((service, i) => $$$"""
            {"groupId":"sg-1","securityGroupRuleId":"sgr-{{{i}}}","isEgress":false,"ipProtocol":"{{{service.Protocol}}}",
             "fromPort":{{{service.From}}},"toPort":{{{service.To}}},"referencedGroupInfo":{"groupId":"sg-9","userId":"111122223333"}}
            """);
        Assert.Equal(
            "sg-1 new sgr-0, sgr-1, sgr-2, ingress icmp from sg-9, ingress tcp from sg-9, ingress udp from sg-9",
            Hints("AuthorizeSecurityGroupIngress", Request, $$$"""{"securityGroupRuleSet":{"items":[{{{string.Join(',', items)}}}]}}"""));
        Assert.Equal(
            "sg-1 new ingress icmp from groups, ingress tcp from groups, ingress udp from groups",
            Hints("AuthorizeSecurityGroupIngress", Request, "null"));
    }

    [Fact]
    public void A_peer_by_name_without_a_rule_set_is_any_group_on_these_ports() => Assert.Equal(
        "sg-1 new ingress tcp/22 from groups",
        Hints("AuthorizeSecurityGroupIngress", """
            {"groupId":"sg-1","ipPermissions":{"items":[
              {"ipProtocol":"tcp","fromPort":22,"toPort":22,"groups":{"items":[{"groupName":"bastion"}]}}]}}
            """, """{"_return":true}"""));

    [Fact] // an emulator answers the last permission's rules only
    public void What_an_answer_leaves_out_counts_by_its_content() => Assert.Equal(
        "sg-1 new sgr-1, ingress tcp/22 from 0.0.0.0/0, ingress tcp/22 from ::/0",
        Hints("AuthorizeSecurityGroupIngress", $$$"""
            {"groupId":"sg-1","ipPermissions":{"items":[
              {"ipProtocol":"tcp","fromPort":22,"toPort":22,"ipv6Ranges":{"items":[{"cidrIpv6":"::/0"}]}},{{{Tcp22}}}]}}
            """, """{"securityGroupRuleSet":{"items":[ANSWER]}}"""));

    [Theory]
    [InlineData("""{"ipProtocol":"-1"}""")] // no peer
    [InlineData("""{"ipRanges":{"items":[{"cidrIp":"0.0.0.0/0"}]}}""")] // no protocol
    [InlineData("""{"ipProtocol":"tcp","ipRanges":{"items":[{"cidrIp":"0.0.0.0/0"}]}}""")] // no ports
    [InlineData("""{"ipProtocol":"tcp","fromPort":22,"toPort":70000,"ipRanges":{"items":[{"cidrIp":"0.0.0.0/0"}]}}""")]
    [InlineData("""{"ipProtocol":"tcp","fromPort":22,"toPort":22.5,"ipRanges":{"items":[{"cidrIp":"0.0.0.0/0"}]}}""")]
    [InlineData("""{"ipProtocol":"-1","ipRanges":{"items":["010.0.0.0/8"]}}""")]
    [InlineData("""{"ipProtocol":"-1","ipRanges":7}""")]
    [InlineData("""{"ipProtocol":"-1","ipRanges":{"omitted":true}}""")]
    [InlineData("7")]
    public void A_permission_that_cannot_be_read_makes_every_rule_new(string permission)
    {
        Assert.Equal("sg-1 new all",
            Hints(
                "AuthorizeSecurityGroupIngress",
                $$$"""{"groupId":"sg-1","ipPermissions":{"items":[{{{Tcp22}}},{{{permission}}}]}}""",
                "null"));
        Assert.Equal("sg-1 new all",
            Hints("AuthorizeSecurityGroupIngress", $$$"""{"groupId":"sg-1","ipPermissions":{{{permission}}}}""", "null"));
    }

    [Theory]
    [InlineData("""{"groupId":"sg-1"}""", "sg-1 new all")]
    [InlineData("""{"groupId":"sg-1","ipPermissions":{},"ipProtocol":"tcp","fromPort":22,"toPort":22}""", "sg-1 new all")]
    [InlineData("""{"groupId":"sg-1","cidrIp":"0.0.0.0/0"}""", "sg-1 new all")]
    [InlineData("null", "every group new none")]
    [InlineData("\"groupId\"", "every group new none")]
    public void A_request_without_its_rules_or_group_is_inspected(string request, string expected) =>
        Assert.Equal(expected, Hints("AuthorizeSecurityGroupIngress", request, "null"));
}
