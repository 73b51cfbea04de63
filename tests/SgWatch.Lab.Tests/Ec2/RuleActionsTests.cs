namespace SgWatch.Lab.Tests.Ec2;

public sealed class RuleActionsTests : LabFixture
{
    private const string Ssh =
        "IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort=22&IpPermissions.1.ToPort=22&IpPermissions.1.IpRanges.1.CidrIp=";

    [Theory]
    [InlineData("tcp", "22", "22", "IpRanges.1.CidrIp=10.1.2.3/8", "ingress tcp/22 from 10.0.0.0/8")]
    [InlineData("TCP", "0", "65535", "IpRanges.1.CidrIp=1.2.3.4/0", "ingress tcp from 0.0.0.0/0")]
    [InlineData("6", "22", "22", "Ipv6Ranges.1.CidrIpv6=0:0:0:0:0:0:0:0/0", "ingress tcp/22 from ::/0")]
    [InlineData("17", "53", "53", "Ipv6Ranges.1.CidrIpv6=2001:DB8::1/64", "ingress udp/53 from 2001:db8::/64")]
    [InlineData("1", "3", "4", "IpRanges.1.CidrIp=10.0.0.0/8", "ingress icmp/3/4 from 10.0.0.0/8")]
    [InlineData("58", "", "", "Ipv6Ranges.1.CidrIpv6=::/0", "ingress icmpv6 from ::/0")]
    [InlineData("50", "22", "22", "IpRanges.1.CidrIp=10.0.0.0/8", "ingress 50 from 10.0.0.0/8")]
    [InlineData("-1", "0", "0", "IpRanges.1.CidrIp=0.0.0.0/0", "ingress any from 0.0.0.0/0")]
    public async Task A_rule_is_stored_in_canonical_form(string protocol, string from, string to, string peer, string rule)
    {
        var group = await CreateGroupAsync("web");
        var id = await AuthorizeAsync(
            group,
            $"IpPermissions.1.IpProtocol={protocol}&IpPermissions.1.FromPort={from}&IpPermissions.1.ToPort={to}&IpPermissions.1.{peer}");
        Assert.Equal(["egress any to 0.0.0.0/0", rule], Rules(group));
        var described = (await Client.Ec2Async("DescribeSecurityGroupRules", $"SecurityGroupRuleId.1={id}"))
            .Items("securityGroupRuleSet").Single();
        Assert.NotNull(described.Text("fromPort")); // -1 where there are none
    }

    [Fact]
    public async Task A_group_named_by_name_is_that_of_the_default_vpc_and_the_flat_form_is_understood()
    {
        var group = await CreateGroupAsync("web");
        await Client.Ec2TextAsync("return", "AuthorizeSecurityGroupIngress",
            "GroupName=web&IpProtocol=tcp&FromPort=22&ToPort=22&CidrIp=0.0.0.0/0");
        await Client.Ec2TextAsync("return", "AuthorizeSecurityGroupIngress", "GroupName=web&SourceSecurityGroupName=default");
        Assert.Equal(
            ["egress any to 0.0.0.0/0", $"ingress icmp from {DefaultGroupId}", $"ingress tcp from {DefaultGroupId}",
                "ingress tcp/22 from 0.0.0.0/0", $"ingress udp from {DefaultGroupId}"],
            Rules(group));
    }

    [Fact]
    public async Task Each_peer_of_a_permission_is_a_rule_with_an_id_and_the_tags()
    {
        var group = await CreateGroupAsync("web");
        var reply = await Client.Ec2Async("AuthorizeSecurityGroupIngress",
            $"GroupId={group}&{Ssh}10.0.0.0/8&IpPermissions.1.Ipv6Ranges.1.CidrIpv6=::/0"
            + "&TagSpecification.1.ResourceType=security-group-rule&TagSpecification.1.Tag.1.Key=a&TagSpecification.1.Tag.1.Value=b");
        var rules = reply.Items("securityGroupRuleSet");
        Assert.Equal(2, rules.Select(rule => rule.Text("securityGroupRuleId")).Distinct().Count());
        var tagged = await Client.Ec2Async("DescribeSecurityGroupRules", "Filter.1.Name=tag:a&Filter.1.Value.1=b");
        Assert.Equal(2, tagged.Items("securityGroupRuleSet").Count);
    }

    [Theory]
    [InlineData("AuthorizeSecurityGroupIngress", "IpProtocol=TCP&FromPort=22&ToPort=22")]
    [InlineData("AuthorizeSecurityGroupIngress",
        "IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort=22&IpPermissions.1.ToPort=22")]
    [InlineData("AuthorizeSecurityGroupEgress", "IpPermissions.1.IpProtocol=-1")]
    public async Task Authorize_without_a_peer_says_yes_and_adds_nothing(string action, string permission)
    {
        var group = await CreateGroupAsync("web");

        var reply = await Client.Ec2Async(action, $"GroupId={group}&{permission}");

        Assert.Equal((200, "true"), (reply.Status, reply.Text("return")));
        Assert.Empty(reply.Items("securityGroupRuleSet"));
        Assert.Equal(["egress any to 0.0.0.0/0"], Rules(group));
        var answered = (await EventsAsync())[^1].GetProperty("detail").GetProperty("responseElements");
        Assert.Equal("{}", answered.GetProperty("securityGroupRuleSet").GetRawText());
    }

    [Fact]
    public async Task Of_several_permissions_those_without_a_peer_add_nothing()
    {
        var group = await CreateGroupAsync("web");
        await AuthorizeAsync(
            group, $"{Ssh}10.0.0.0/8&IpPermissions.2.IpProtocol=tcp&IpPermissions.2.FromPort=80&IpPermissions.2.ToPort=80");
        Assert.Equal(["egress any to 0.0.0.0/0", "ingress tcp/22 from 10.0.0.0/8"], Rules(group));
    }

    [Theory]
    [InlineData("tcp", "22", "10.0.0.0/8", "peer: 10.0.0.0/8, TCP, from port: 22, to port: 22, ALLOW")]
    [InlineData("-1", "", "10.9.0.0/8", "peer: 10.0.0.0/8, ALL, ALLOW")]
    [InlineData("icmp", "-1", "10.0.0.0/8", "peer: 10.0.0.0/8, ICMP, type: ALL, code: ALL, ALLOW")]
    public async Task A_second_rule_for_the_same_traffic_is_a_duplicate(string protocol, string port, string cidr, string message)
    {
        var group = await CreateGroupAsync("web");
        var permission =
            $"IpPermissions.1.IpProtocol={protocol}&IpPermissions.1.FromPort={port}&IpPermissions.1.ToPort={port}"
                + "&IpPermissions.1.IpRanges.1.CidrIp=";
        await AuthorizeAsync(group, permission + cidr);
        var reply = await Client.Ec2Async("AuthorizeSecurityGroupIngress", $"GroupId={group}&{permission}10.0.0.0/8");
        Assert.Equal((400, "InvalidPermission.Duplicate", $"the specified rule \"{message}\" already exists"),
            (reply.Status, reply.Code, reply.Text("Message")));
    }

    [Fact]
    public async Task Sixty_rules_fit_in_each_direction_and_family()
    {
        var group = await CreateGroupAsync("web");
        var sixty = string.Join('&', Enumerable.Range(1, 60).Select(i => $"IpPermissions.1.IpRanges.{i}.CidrIp=10.0.{i}.0/24"));
        await AuthorizeAsync(group, $"IpPermissions.1.IpProtocol=-1&{sixty}");
        Assert.Equal("RulesPerSecurityGroupLimitExceeded",
            (await Client.Ec2Async("AuthorizeSecurityGroupIngress", $"GroupId={group}&{Ssh}10.0.0.0/8")).Code);
        await AuthorizeAsync(group, "IpPermissions.1.IpProtocol=-1&IpPermissions.1.Ipv6Ranges.1.CidrIpv6=::/0");
        await AuthorizeAsync(group, $"{Ssh}10.0.0.0/8", "Egress");
    }

    [Fact]
    public async Task A_prefix_list_counts_for_all_the_entries_it_may_have()
    {
        var group = await CreateGroupAsync("web");
        var list = await Client.Ec2TextAsync("prefixListId", "CreateManagedPrefixList",
            "PrefixListName=l&AddressFamily=IPv4&MaxEntries=60");
        await AuthorizeAsync(group, $"IpPermissions.1.IpProtocol=-1&IpPermissions.1.PrefixListIds.1.PrefixListId={list}");
        Assert.Equal("RulesPerSecurityGroupLimitExceeded",
            (await Client.Ec2Async("AuthorizeSecurityGroupIngress", $"GroupId={group}&{Ssh}10.0.0.0/8")).Code);
        Assert.Equal("RulesPerSecurityGroupLimitExceeded",
            (await Client.Ec2Async("ModifyManagedPrefixList", $"PrefixListId={list}&MaxEntries=61")).Code);
        Assert.Equal("60", await Client.Ec2TextAsync("maxEntries", "DescribeManagedPrefixLists"));
    }

    [Fact]
    public async Task A_modified_rule_keeps_its_id_and_place()
    {
        var group = await CreateGroupAsync("web");
        var id = await AuthorizeAsync(group, $"{Ssh}10.0.0.0/8");
        await Client.Ec2TextAsync("return", "ModifySecurityGroupRules", $"GroupId={group}&SecurityGroupRule.1.SecurityGroupRuleId={id}"
            + "&SecurityGroupRule.1.SecurityGroupRule.IpProtocol=-1&SecurityGroupRule.1.SecurityGroupRule.CidrIpv4=0.0.0.0/0"
            + "&SecurityGroupRule.1.SecurityGroupRule.Description=wide");
        var rule = Lab.Account.Groups("us-east-1").Single(g => g.GroupId == group).Rules.Single(r => !r.IsEgress);
        Assert.Equal((id, "ingress any from 0.0.0.0/0", "wide"), (rule.SecurityGroupRuleId, rule.ToString(), rule.Description));
    }

    [Fact]
    public async Task Descriptions_change_by_id_and_by_properties()
    {
        var group = await CreateGroupAsync("web");
        var id = await AuthorizeAsync(group, $"{Ssh}10.0.0.0/8");
        await Client.Ec2TextAsync("return", "UpdateSecurityGroupRuleDescriptionsIngress",
            $"GroupId={group}&SecurityGroupRuleDescription.1.SecurityGroupRuleId={id}&SecurityGroupRuleDescription.1.Description=one");
        Assert.Equal("one", Description());
        await Client.Ec2TextAsync("return", "UpdateSecurityGroupRuleDescriptionsIngress",
            $"GroupId={group}&{Ssh}10.0.0.0/8&IpPermissions.1.IpRanges.1.Description=two");
        Assert.Equal("two", Description());

        string? Description() =>
            Lab.Account.Groups("us-east-1").Single(g => g.GroupId == group).Rules.Single(rule => !rule.IsEgress).Description;
    }

    [Fact]
    public async Task Rules_are_listed_in_pages()
    {
        var group = await CreateGroupAsync("web");
        await AuthorizeAsync(group,
            "IpPermissions.1.IpProtocol=-1&"
                + string.Join('&', Enumerable.Range(1, 12).Select(i => $"IpPermissions.1.IpRanges.{i}.CidrIp=10.0.{i}.0/24")));
        var filter = $"Filter.1.Name=group-id&Filter.1.Value.1={group}";
        var first = await Client.Ec2Async("DescribeSecurityGroupRules", $"{filter}&MaxResults=10");
        Assert.Equal(10, first.Items("securityGroupRuleSet").Count);
        var second = await Client.Ec2Async("DescribeSecurityGroupRules",
            $"{filter}&MaxResults=10&NextToken={Uri.EscapeDataString(first.Text("nextToken")!)}");
        Assert.Equal(3, second.Items("securityGroupRuleSet").Count);
        Assert.Null(second.Text("nextToken"));
    }
}
