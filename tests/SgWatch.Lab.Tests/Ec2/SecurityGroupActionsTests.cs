namespace SgWatch.Lab.Tests.Ec2;

public sealed class SecurityGroupActionsTests : LabFixture
{
    [Fact]
    public void A_fresh_region_has_a_default_group_with_its_two_rules()
    {
        var group = Assert.Single(Lab.Account.Groups("eu-west-1"));
        Assert.Equal(("default", "default VPC security group", "111122223333"), (group.GroupName, group.Description, group.OwnerId));
        Assert.Equal([$"ingress any from {group.GroupId}", "egress any to 0.0.0.0/0"], group.Rules.Select(rule => rule.ToString()));
        Assert.Matches("^sg-[0-9a-f]{17}$", group.GroupId);
        Assert.All(group.Rules, rule => Assert.Matches("^sgr-[0-9a-f]{17}$", rule.SecurityGroupRuleId));
    }

    [Fact]
    public async Task A_vpc_with_ipv6_gives_its_groups_two_egress_rules()
    {
        var vpc = await Client.Ec2TextAsync("vpcId", "CreateVpc", "CidrBlock=10.0.0.0/16&AmazonProvidedIpv6CidrBlock=true");
        var group = await CreateGroupAsync("web", $"VpcId={vpc}");
        Assert.Equal(["egress any to 0.0.0.0/0", "egress any to ::/0"], Rules(group));
        var ofVpc = Lab.Account.Groups("us-east-1").Single(other => other.VpcId == vpc && other.GroupName == "default");
        Assert.Equal(3, ofVpc.Rules.Length);
    }

    [Fact]
    public async Task Regions_are_apart()
    {
        using var ireland = new LabClient(Lab.Url, "eu-west-1");
        await CreateGroupAsync("web");
        Assert.Equal(2, (await Client.Ec2Async("DescribeSecurityGroups")).Items("securityGroupInfo").Count);
        Assert.Single((await ireland.Ec2Async("DescribeSecurityGroups")).Items("securityGroupInfo"));
    }

    [Fact]
    public async Task Permissions_with_the_same_ports_are_one_and_any_has_no_ports()
    {
        var group = await CreateGroupAsync("web");
        await AuthorizeAsync(group, "IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort=22&IpPermissions.1.ToPort=22"
            + "&IpPermissions.1.IpRanges.1.CidrIp=10.0.0.0/8&IpPermissions.1.IpRanges.1.Description=office"
            + "&IpPermissions.1.Ipv6Ranges.1.CidrIpv6=2001:DB8::/32&IpPermissions.1.Groups.1.GroupName=default");
        var described = (await Client.Ec2Async("DescribeSecurityGroups", $"GroupId.1={group}")).Items("securityGroupInfo").Single();
        var permission = Assert.Single(described.Items("ipPermissions"));
        Assert.Equal(
            ("tcp", "22", "10.0.0.0/8", "office", "2001:db8::/32", DefaultGroupId),
            (permission.Text("ipProtocol"), permission.Text("fromPort"), permission.Text("cidrIp"), permission.Text("description"),
                permission.Text("cidrIpv6"), permission.Items("groups")[0].Text("groupId")));
        var egress = Assert.Single(described.Items("ipPermissionsEgress"));
        Assert.Equal(("-1", null), (egress.Text("ipProtocol"), egress.Text("fromPort")));
    }

    [Theory]
    [InlineData("Filter.1.Name=group-name&Filter.1.Value.1=web", "web")]
    [InlineData("Filter.1.Name=group-name&Filter.1.Value.1=w*&Filter.1.Value.2=d?", "db web")]
    [InlineData("Filter.1.Name=group-name&Filter.1.Value.1=W*", "")]
    [InlineData("Filter.1.Name=description&Filter.1.Value.1=d*", "db default")]
    [InlineData("Filter.1.Name=owner-id&Filter.1.Value.1=111122223333", "db default web")]
    [InlineData("Filter.1.Name=tag:tier&Filter.1.Value.1=edge", "web")]
    [InlineData("Filter.1.Name=tag-key&Filter.1.Value.1=tier", "web")]
    [InlineData("Filter.1.Name=ip-permission.cidr&Filter.1.Value.1=10.0.0.0/8", "web")]
    [InlineData("Filter.1.Name=ip-permission.from-port&Filter.1.Value.1=22", "web")]
    [InlineData("Filter.1.Name=ip-permission.to-port&Filter.1.Value.1=22", "")]
    [InlineData("Filter.1.Name=ip-permission.protocol&Filter.1.Value.1=tcp", "web")]
    [InlineData("Filter.1.Name=ip-permission.protocol&Filter.1.Value.1=-1", "default")]
    [InlineData("Filter.1.Name=ip-permission.ipv6-cidr&Filter.1.Value.1=2001:db8::/32", "web")]
    [InlineData("Filter.1.Name=egress.ip-permission.cidr&Filter.1.Value.1=0.0.0.0/0", "db default web")]
    [InlineData("Filter.1.Name=egress.ip-permission.prefix-list-id&Filter.1.Value.1=pl-*", "")]
    [InlineData("Filter.1.Name=ip-permission.group-id&Filter.1.Value.1=sg-*&Filter.2.Name=group-name&Filter.2.Value.1=default", "default")]
    public async Task Filters_pick_groups(string filters, string names)
    {
        var web = await CreateGroupAsync("web",
            "TagSpecification.1.ResourceType=security-group&TagSpecification.1.Tag.1.Key=tier&TagSpecification.1.Tag.1.Value=edge");
        await CreateGroupAsync("db");
        await AuthorizeAsync(web, "IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort=22&IpPermissions.1.ToPort=80"
            + "&IpPermissions.1.IpRanges.1.CidrIp=10.1.2.3/8&IpPermissions.1.Ipv6Ranges.1.CidrIpv6=2001:db8::/32");
        var reply = await Client.Ec2Async("DescribeSecurityGroups", filters);
        Assert.Equal(200, reply.Status);
        Assert.Equal(names, string.Join(' ', reply.Items("securityGroupInfo").Select(group => group.Text("groupName")).Order()));
    }

    [Fact]
    public async Task Pages_give_each_group_once_though_groups_come_and_go()
    {
        for (var i = 0; i < 20; i++)
        {
            await CreateGroupAsync($"g{i}");
        }
        var seen = new List<string>();
        string? token = null;
        var pages = 0;
        do
        {
            var reply = await Client.Ec2Async("DescribeSecurityGroups",
                $"MaxResults=6{(token is null ? "" : $"&NextToken={Uri.EscapeDataString(token)}")}");
            var ids = reply.Items("securityGroupInfo").Select(group => group.Text("groupId")!).ToList();
            seen.AddRange(ids);
            token = reply.Text("nextToken");
            if (pages++ == 1) // one that was seen goes
            {
                var gone = ids.First(id => id != DefaultGroupId);
                Assert.Equal(200, (await Client.Ec2Async("DeleteSecurityGroup", $"GroupId={gone}")).Status);
            }
        }
        while (token is not null && pages < 10);
        Assert.Equal(4, pages);
        Assert.Equal(21, seen.Distinct().Count());
        Assert.Equal(21, seen.Count);
    }

    [Fact]
    public async Task A_group_and_its_tags_are_gone_once_deleted()
    {
        var group = await CreateGroupAsync("web");
        await Client.Ec2TextAsync("return", "CreateTags", $"ResourceId.1={group}&Tag.1.Key=a&Tag.1.Value=b");
        Assert.Equal(group, await Client.Ec2TextAsync("groupId", "DeleteSecurityGroup", $"GroupId={group}"));
        Assert.Equal("InvalidGroup.NotFound", (await Client.Ec2Async("DescribeSecurityGroups", $"GroupId.1={group}")).Code);
        Assert.Empty((await Client.Ec2Async("DescribeTags")).Items("tagSet"));
    }
}
