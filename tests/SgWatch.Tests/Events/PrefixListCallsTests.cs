using static SgWatch.Tests.Events.CallHints;

namespace SgWatch.Tests.Events;

/// <summary>Calls that change what prefix lists hold.</summary>
public class PrefixListCallsTests
{
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
    [InlineData("CreateIpamPrefixListResolver", """{"IpamId":"ipam-1"}""", "null", "every group new none")]
    [InlineData("ModifyIpamPrefixListResolver", """{"IpamPrefixListResolverId":"r-1"}""", "null", "every group new none")]
    [InlineData(
        "CreateIpamPrefixListResolverTarget",
        """{"PrefixListId":"pl-1","PrefixListRegion":"eu-west-1"}""",
        "null",
        "users of pl-1 new through pl-1")]
    [InlineData("CreateIpamPrefixListResolverTarget", """{"PrefixListId":"pl-1","PrefixListRegion":"us-east-1"}""", "null", "")]
    [InlineData(
        "ModifyIpamPrefixListResolverTarget",
        """{"IpamPrefixListResolverTargetId":"t-1"}""",
        """{"ipamPrefixListResolverTarget":{"prefixListId":"pl-1","prefixListRegion":"eu-west-1"}}""",
        "users of pl-1 new through pl-1")]
    [InlineData("ModifyIpamPrefixListResolverTarget", """{"IpamPrefixListResolverTargetId":"t-1"}""", "null", "every group new none")]
    [InlineData(
        "ModifyManagedPrefixList",
        """{"PrefixListId":"pl-1","IpamPrefixListSyncEnabled":true}""",
        "null",
        "users of pl-1 new through pl-1")]
    [InlineData(
        "ModifyManagedPrefixList",
        """{"PrefixListId":"pl-1","IpamPrefixListSyncEnabled":false}""",
        "null",
        "users of pl-1 new none")]
    public void A_resolver_of_IPAM_may_fill_the_list_that_it_names(string eventName, string request, string response, string expected) =>
        Assert.Equal(expected, Hints(eventName, request, response));
}
