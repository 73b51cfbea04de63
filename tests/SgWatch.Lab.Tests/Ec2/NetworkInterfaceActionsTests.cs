namespace SgWatch.Lab.Tests.Ec2;

public sealed class NetworkInterfaceActionsTests : LabFixture
{
    [Fact]
    public async Task An_interface_has_the_groups_named_or_the_default_group_and_keeps_them_from_going()
    {
        var (vpc, subnet) = await SubnetAsync();
        var web = await CreateGroupAsync("web", $"VpcId={vpc}");
        var plain = await Client.Ec2Async("CreateNetworkInterface", $"SubnetId={subnet}");
        var made = await Client.Ec2Async("CreateNetworkInterface", $"SubnetId={subnet}&SecurityGroupId.1={web}");
        var id = made.Text("networkInterfaceId")!;

        Assert.Equal("default", plain.Text("groupName"));
        Assert.Equal(web, made.Text("groupId"));
        Assert.Equal("DependencyViolation", (await Client.Ec2Async("DeleteSecurityGroup", $"GroupId={web}")).Code);
        Assert.Equal("DependencyViolation", (await Client.Ec2Async("DeleteSubnet", $"SubnetId={subnet}")).Code);
        Assert.Equal("DependencyViolation", (await Client.Ec2Async("DeleteVpc", $"VpcId={vpc}")).Code);
        await Client.Ec2TextAsync("return", "ModifyNetworkInterfaceAttribute",
            $"NetworkInterfaceId={id}&SecurityGroupId.1={plain.Text("groupId")}");
        await Client.Ec2TextAsync("return", "DeleteSecurityGroup", $"GroupId={web}");
        await Client.Ec2TextAsync("return", "DeleteNetworkInterface", $"NetworkInterfaceId={id}");
        Assert.Equal("InvalidNetworkInterfaceID.NotFound",
            (await Client.Ec2Async("DeleteNetworkInterface", $"NetworkInterfaceId={id}")).Code);
    }

    [Fact]
    public async Task A_group_of_another_vpc_cannot_be_attached_and_neither_can_six()
    {
        var (vpc, subnet) = await SubnetAsync();
        var groups = new List<string>();
        for (var i = 1; i <= 6; i++)
        {
            groups.Add($"SecurityGroupId.{i}={await CreateGroupAsync($"g{i}", $"VpcId={vpc}")}");
        }

        Assert.Equal("InvalidGroup.NotFound",
            (await Client.Ec2Async("CreateNetworkInterface", $"SubnetId={subnet}&SecurityGroupId.1={DefaultGroupId}")).Code);
        Assert.Equal("SecurityGroupsPerInterfaceLimitExceeded",
            (await Client.Ec2Async("CreateNetworkInterface", $"SubnetId={subnet}&{string.Join('&', groups)}")).Code);
    }

    [Fact]
    public async Task A_subnet_lies_in_its_vpc_and_over_no_other()
    {
        var (vpc, _) = await SubnetAsync();

        Assert.Equal("InvalidSubnet.Range", (await Client.Ec2Async("CreateSubnet", $"VpcId={vpc}&CidrBlock=10.2.0.0/24")).Code);
        Assert.Equal("InvalidSubnet.Conflict", (await Client.Ec2Async("CreateSubnet", $"VpcId={vpc}&CidrBlock=10.1.1.128/25")).Code);
    }

    [Fact]
    public async Task An_attachment_is_an_event_that_names_the_groups()
    {
        var (vpc, subnet) = await SubnetAsync();
        var web = await CreateGroupAsync("web", $"VpcId={vpc}");
        var id = await Client.Ec2TextAsync("networkInterfaceId", "CreateNetworkInterface", $"SubnetId={subnet}&SecurityGroupId.1={web}");
        await Client.Ec2TextAsync("return", "ModifyNetworkInterfaceAttribute", $"NetworkInterfaceId={id}&SecurityGroupId.1={web}");

        var details = (await EventsAsync()).Select(message => message.GetProperty("detail")).ToList();
        Assert.Equal($$"""{"items":[{"groupId":"{{web}}","groupName":"web"}]}""",
            details[^2].GetProperty("responseElements").GetProperty("networkInterface").GetProperty("groupSet").GetRawText());
        Assert.Equal($$$"""{"networkInterfaceId":"{{{id}}}","groupSet":{"items":[{"groupId":"{{{web}}}"}]}}""",
            details[^1].GetProperty("requestParameters").GetRawText());
    }

    [Fact]
    public async Task A_late_ipv6_range_gives_a_way_out_to_groups_that_have_the_one_EC2_made()
    {
        var vpc = await Client.Ec2TextAsync("vpcId", "CreateVpc", "CidrBlock=10.1.0.0/16");
        var untouched = await CreateGroupAsync("untouched", $"VpcId={vpc}");
        var changed = await CreateGroupAsync("changed", $"VpcId={vpc}");
        await AuthorizeAsync(changed,
            "IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort=1&IpPermissions.1.ToPort=1"
                + "&IpPermissions.1.IpRanges.1.CidrIp=10.0.0.0/8", "Egress");

        Assert.Equal("associating",
            await Client.Ec2TextAsync("state", "AssociateVpcCidrBlock", $"VpcId={vpc}&AmazonProvidedIpv6CidrBlock=true"));

        Assert.Equal(["egress any to 0.0.0.0/0", "egress any to ::/0"], Rules(untouched));
        Assert.DoesNotContain("egress any to ::/0", Rules(changed));
        Assert.Equal("VpcCidrConflict",
            (await Client.Ec2Async("AssociateVpcCidrBlock", $"VpcId={vpc}&AmazonProvidedIpv6CidrBlock=true")).Code);
    }

    [Fact]
    public async Task Interfaces_are_listed_by_group_vpc_and_id_in_pages()
    {
        var (vpc, subnet) = await SubnetAsync();
        var web = await CreateGroupAsync("web", $"VpcId={vpc}");
        var ids = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            ids.Add(await Client.Ec2TextAsync("networkInterfaceId", "CreateNetworkInterface",
                $"SubnetId={subnet}&SecurityGroupId.1={web}&Description=web {i}"));
        }
        var plain = await Client.Ec2TextAsync("networkInterfaceId", "CreateNetworkInterface", $"SubnetId={subnet}");

        var first = await Client.Ec2Async(
            "DescribeNetworkInterfaces", $"MaxResults=5&Filter.1.Name=group-id&Filter.1.Value.1={web}");
        var second = await Client.Ec2Async("DescribeNetworkInterfaces",
            $"MaxResults=5&Filter.1.Name=group-id&Filter.1.Value.1={web}&NextToken={Uri.EscapeDataString(first.Text("nextToken")!)}");
        Assert.Equal(ids.Order(StringComparer.Ordinal),
            first.Items("networkInterfaceSet").Concat(second.Items("networkInterfaceSet")).Select(item => item.Text("networkInterfaceId")));
        Assert.Null(second.Text("nextToken"));
        Assert.Equal((web, vpc, "available"),
            (second.Text("groupId"), second.Text("vpcId"), second.Text("status")));
        Assert.Equal(8, (await ListAsync($"Filter.1.Name=vpc-id&Filter.1.Value.1={vpc}")).Count);
        Assert.Equal([plain], await ListAsync($"Filter.1.Name=network-interface-id&Filter.1.Value.1={plain}"));
        Assert.Equal([plain], await ListAsync($"NetworkInterfaceId.1={plain}"));
        Assert.Equal([ids[3]], await ListAsync("Filter.1.Name=description&Filter.1.Value.1=*3"));
        Assert.Equal("InvalidParameterCombination",
            (await Client.Ec2Async("DescribeNetworkInterfaces", $"NetworkInterfaceId.1={plain}&MaxResults=5")).Code);
        Assert.Equal("InvalidNetworkInterfaceID.NotFound",
            (await Client.Ec2Async("DescribeNetworkInterfaces", "NetworkInterfaceId.1=eni-00000000000000000")).Code);

        async Task<IReadOnlyList<string>> ListAsync(string parameters) =>
            (await Client.Ec2Async("DescribeNetworkInterfaces", parameters)).Texts("networkInterfaceId");
    }

    private async Task<(string VpcId, string SubnetId)> SubnetAsync()
    {
        var vpc = await Client.Ec2TextAsync("vpcId", "CreateVpc", "CidrBlock=10.1.0.0/16");
        return (vpc, await Client.Ec2TextAsync("subnetId", "CreateSubnet", $"VpcId={vpc}&CidrBlock=10.1.1.0/24"));
    }
}
