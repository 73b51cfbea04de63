using SgWatch.Changes;
using SgWatch.Rules;
using static SgWatch.Tests.Events.CallHints;

namespace SgWatch.Tests.Events;

/// <summary>Calls whose parameters are short, odd or at odds with their answer.</summary>
public class CallReaderTests
{
    [Fact]
    public void Each_id_has_the_content_that_the_call_made()
    {
        var authorized = Assert.Single(Read(
            "AuthorizeSecurityGroupIngress", $$$"""{"groupId":"sg-1","ipPermissions":{"items":[{{{Tcp22}}}]}}""",
            """{"securityGroupRuleSet":{"items":[ANSWER]}}"""));
        Assert.Equal(ChangeKind.Authorize, authorized.Kind);
        var ssh = RuleContent.Of(RuleText.Parse("ingress tcp/22 from 0.0.0.0/0"));
        Assert.Equal([new("sgr-1", ssh)], authorized.Rules);

        var modified = Assert.Single(Read("ModifySecurityGroupRules", """
            {"GroupId":"sg-1","SecurityGroupRule":[
              {"SecurityGroupRuleId":"sgr-1","SecurityGroupRule":{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"ReferencedGroupId":"sg-9"}},
              {"SecurityGroupRuleId":"sgr-2","SecurityGroupRule":{"Description":"only this"}}]}
            """, "null"));
        Assert.Equal(ChangeKind.Modify, modified.Kind);
        Assert.Equal(
            [new("sgr-1", new(null, Service.Parse("tcp/22"), new Peer.Group("sg-9"))), new("sgr-2", null)], modified.Rules);
    }

    [Theory]
    [InlineData("""[{"SecurityGroupRuleId":"sgr-1"},{"SecurityGroupRuleId":"sgr-2"}]""", "sg-1 new sgr-1, sgr-2")]
    [InlineData("""[{"SecurityGroupRuleId":"sgr-1"},{"SecurityGroupRuleId":{}}]""", "sg-1 new all")]
    [InlineData("""{"SecurityGroupRuleId":{"tag":1,"content":"sgr-1"}}""", "sg-1 new sgr-1")]
    [InlineData("""{"SecurityGroupRuleId":"sg-1"}""", "sg-1 new all")]
    [InlineData("[]", "sg-1 new all")]
    public void A_modified_rule_is_named_by_its_id(string rules, string expected)
    {
        var inner = $$$"""{"GroupId":"sg-1","SecurityGroupRule":{{{rules}}}}""";
        Assert.Equal(expected, Hints("ModifySecurityGroupRules", $$$"""{"ModifySecurityGroupRulesRequest":{{{inner}}}}""", "null"));
        Assert.Equal(expected, Hints("ModifySecurityGroupRules", inner, "null"));
        Assert.Equal(
            "sg-1 new all", Hints("ModifySecurityGroupRules", $$$"""{"ModifySecurityGroupRulesRequest":{{{inner}}}}""", "null", cut: true));
    }

    [Theory]
    [InlineData("""[{"resourceId":"sg-1"},{"resourceId":"sgr-1"},{"resourceId":"sg-1"}]""", "sg-1 new none")]
    [InlineData("""[{"resourceId":"i-1"},{"resourceId":[]}]""", "every group new none")]
    [InlineData("""[{"resourceId":"i-1"},{}]""", "every group new none")]
    [InlineData("[]", "every group new none")]
    public void Tags_on_what_cannot_be_read_may_be_a_groups(string resources, string expected)
    {
        var request = $$$"""{"resourcesSet":{"items":{{{resources}}}}}""";
        Assert.Equal(expected, Hints("CreateTags", request, "null"));
        Assert.Equal("every group new none", Hints("DeleteTags", request, "null", cut: true));
    }

    [Fact]
    public void More_groups_than_one_call_can_name_are_every_group()
    {
        var resources = string.Join(",", Enumerable.Range(0, 1001).Select(number => $$$"""{"resourceId":"sg-{{{number}}}"}"""));
        Assert.Equal("every group new none", Hints("CreateTags", $$$"""{"resourcesSet":{"items":[{{{resources}}}]}}""", "null"));
    }
}
