using System.Text;
using System.Text.Json;
using SgWatch.Events;

namespace SgWatch.Tests.Events;

/// <summary>Calls whose parameters are short, odd or at odds with their answer.</summary>
public class CallReaderTests
{
    private const string Tcp22 = """{"ipProtocol":"tcp","fromPort":22,"toPort":22,"ipRanges":{"items":[{"cidrIp":"0.0.0.0/0"}]}}""";
    private const string Answer22 = """
        {"groupId":"sg-1","securityGroupRuleId":"sgr-1","isEgress":false,
        "ipProtocol":"tcp","fromPort":22,"toPort":22,"cidrIpv4":"0.0.0.0/0"}
        """;

    [Theory]
    [InlineData(
        "ModifyManagedPrefixList",
        """{"PrefixListId":"pl-1","AddEntry":{"Cidr":"0.0.0.0/0","tag":1}}""",
        "null",
        "users of pl-1 new through pl-1")]
    [InlineData(
        "ModifyManagedPrefixList",
        """{"PrefixListId":"pl-1","RemoveEntry":{"Cidr":"0.0.0.0/0","tag":1}}""",
        "null",
        "users of pl-1 new none")]
    [InlineData("ModifyManagedPrefixList", """{"PrefixListId":"pl-1","MaxEntries":40}""", "null", "users of pl-1 new none")]
    [InlineData("ModifyManagedPrefixList", """{"PrefixListId":"pl-1","omitted":true}""", "null", "users of pl-1 new through pl-1")]
    [InlineData("ModifyManagedPrefixList", """{"PrefixListId":"sg-1"}""", "null", "every group new none")]
    [InlineData(
        "RestoreManagedPrefixListVersion",
        """{"PrefixListId":"pl-1","PreviousVersion":1,"CurrentVersion":3}""",
        "null",
        "users of pl-1 new through pl-1")]
    [InlineData(
        "CreateManagedPrefixList",
        """{"PrefixListName":"x"}""",
        """{"prefixList":{"prefixListId":"pl-1"}}""",
        "users of pl-1 new none")]
    [InlineData("CreateManagedPrefixList", """{"PrefixListName":"x"}""", "null", "every group new none")]
    public void A_prefix_list_that_may_admit_more_makes_the_rules_through_it_new(
        string eventName, string request, string response, string expected)
    {
        Assert.Equal(expected, Hints(eventName, request, response));
        Assert.Equal(
            expected,
            Hints(
                eventName,
                $$$"""{"{{{eventName}}}Request":{{{request}}}}""",
                response == "null" ? response : $$$"""{"{{{eventName}}}Response":{{{response}}}}"""));
    }

    [Theory]
    [InlineData("RunInstances", "{}", "null", "every group new none")] // no instance is without a group: the answer is missing
    [InlineData("RunInstances", "{}", """{"omitted":true}""", "every group new none")]
    [InlineData(
        "RunInstances",
        """{"RunInstancesRequest":{"NetworkInterface":{"tag":1,"SecurityGroupId":{"tag":1,"content":"sg-1"}}}}""",
        "null",
        "sg-1 attached new none")]
    [InlineData(
        "RunInstances",
        """{"RunInstancesRequest":{"SecurityGroupId":[{"tag":1,"content":"sg-1"},{"tag":2,"content":"sg-2"}]}}""",
        "null",
        "sg-1 attached new none & sg-2 attached new none")]
    [InlineData(
        "RunInstances",
        """{"RunInstancesRequest":{}}""",
        """{"RunInstancesResponse":{"instancesSet":{"item":{"groupSet":{"item":{"groupId":"sg-1"}}}}}}""",
        "sg-1 attached new none")]
    [InlineData("CreateNetworkInterface", """{"groupSet":{}}""", "null", "every group new none")]
    [InlineData("AssociateSecurityGroupVpc", """{"AssociateSecurityGroupVpcRequest":""}""", "null", "every group new none")]
    [InlineData("ModifyInstanceAttribute", """{"instanceId":"i-1","omitted":true}""", "null", "every group new none")]
    [InlineData(
        "ModifyInstanceAttribute",
        """{"ModifyInstanceAttributeRequest":{"InstanceId":"i-1","GroupId":{"tag":1,"content":"sg-1"}}}""",
        "null",
        "sg-1 attached new none")]
    [InlineData(
        "ModifyNetworkInterfaceAttribute",
        """{"ModifyNetworkInterfaceAttributeRequest":{"SecurityGroupId":{"tag":1,"content":"sg-1"}}}""",
        "null",
        "sg-1 attached new none")]
    [InlineData(
        "CreateTags",
        """{"CreateTagsRequest":{"ResourceId":[{"tag":1,"content":"i-1"},{"tag":2,"content":"sg-1"}]}}""",
        "null",
        "sg-1 new none")]
    public void What_is_attached_or_tagged_is_found_in_either_serialisation(
        string eventName, string request, string response, string expected) =>
        Assert.Equal(expected, Hints(eventName, request, response));

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

    private static string Hints(string eventName, string request, string response, bool cut = false)
    {
        response = response.Replace("ANSWER", Answer22, StringComparison.Ordinal);
        var record = $$$"""{"requestParameters":{{{request}}},"responseElements":{{{response}}}{{{(cut ? ",\"omitted\":true" : "")}}}}""";
        using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(record));
        return string.Join(" & ", CallReader.Read(eventName, CallParameters.Of(document.RootElement), "eu-west-1", out _).Select(TriggerText.Of));
    }
}
