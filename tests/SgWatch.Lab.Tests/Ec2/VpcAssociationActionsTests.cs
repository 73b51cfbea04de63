namespace SgWatch.Lab.Tests.Ec2;

public sealed class VpcAssociationActionsTests : LabFixture
{
    [Fact]
    public async Task A_group_is_associated_with_a_further_vpc_listed_and_set_free_again()
    {
        var (home, other) = (await VpcAsync(), await VpcAsync());
        var group = await CreateGroupAsync("web", $"VpcId={home}");
        var subnet = await Client.Ec2TextAsync("subnetId", "CreateSubnet", $"VpcId={other}&CidrBlock=10.1.1.0/24");
        Assert.Equal("InvalidGroup.NotFound",
            (await Client.Ec2Async("CreateNetworkInterface", $"SubnetId={subnet}&SecurityGroupId.1={group}")).Code);

        Assert.Equal("associating", await Client.Ec2TextAsync("state", "AssociateSecurityGroupVpc", $"GroupId={group}&VpcId={other}"));

        var interfaceId = await Client.Ec2TextAsync(
            "networkInterfaceId", "CreateNetworkInterface", $"SubnetId={subnet}&SecurityGroupId.1={group}");
        var listed = (await DescribeAsync($"Filter.1.Name=group-id&Filter.1.Value.1={group}")).Single();
        Assert.Equal((group, other, "associated"), (listed.Text("groupId"), listed.Text("vpcId"), listed.Text("state")));
        Assert.Empty(await DescribeAsync($"Filter.1.Name=vpc-id&Filter.1.Value.1={home}"));
        Assert.Equal("DependencyViolation",
            (await Client.Ec2Async("DisassociateSecurityGroupVpc", $"GroupId={group}&VpcId={other}")).Code);
        Assert.Equal("DependencyViolation", (await Client.Ec2Async("DeleteSecurityGroup", $"GroupId={group}")).Code);
        await Client.Ec2TextAsync("return", "DeleteNetworkInterface", $"NetworkInterfaceId={interfaceId}");
        await Client.Ec2TextAsync("return", "DeleteSubnet", $"SubnetId={subnet}");
        Assert.Equal("DependencyViolation", (await Client.Ec2Async("DeleteVpc", $"VpcId={other}")).Code);
        Assert.Equal("disassociating",
            await Client.Ec2TextAsync("state", "DisassociateSecurityGroupVpc", $"GroupId={group}&VpcId={other}"));
        await Client.Ec2TextAsync("return", "DeleteSecurityGroup", $"GroupId={group}");
        await Client.Ec2TextAsync("return", "DeleteVpc", $"VpcId={other}");
    }

    [Fact]
    public async Task An_association_is_an_event_in_the_newer_shape()
    {
        var (home, other) = (await VpcAsync(), await VpcAsync());
        var group = await CreateGroupAsync("web", $"VpcId={home}");
        await Client.Ec2TextAsync("state", "AssociateSecurityGroupVpc", $"GroupId={group}&VpcId={other}");

        var detail = (await EventsAsync())[^1].GetProperty("detail");
        Assert.Equal($$$"""{"AssociateSecurityGroupVpcRequest":{"GroupId":"{{{group}}}","VpcId":"{{{other}}}"}}""",
            detail.GetProperty("requestParameters").GetRawText());
        Assert.Equal("associating", detail.GetProperty("responseElements").GetProperty("AssociateSecurityGroupVpcResponse")
            .GetProperty("state").GetString());
    }

    [Fact]
    public async Task What_EC2_does_not_associate_is_refused()
    {
        var (home, other) = (await VpcAsync(), await VpcAsync());
        var group = await CreateGroupAsync("web", $"VpcId={home}");
        var defaultVpc = Lab.Account.Groups("us-east-1").Single(found => found.GroupId == DefaultGroupId).VpcId;
        await Client.Ec2TextAsync("state", "AssociateSecurityGroupVpc", $"GroupId={group}&VpcId={other}");

        Assert.Equal("InvalidParameterValue", await CodeAsync(group, other)); // twice
        Assert.Equal("InvalidParameterValue", await CodeAsync(group, home)); // its own
        Assert.Equal("InvalidParameterValue", await CodeAsync(group, defaultVpc!));
        Assert.Equal("InvalidParameterValue", await CodeAsync(DefaultGroupId, other));
        Assert.Equal("InvalidVpcID.NotFound", await CodeAsync(group, "vpc-00000000000000000"));
        Assert.Equal("InvalidGroup.NotFound", await CodeAsync("sg-00000000000000000", other));
        Assert.Equal("InvalidSecurityGroupVpcAssociation.NotFound",
            (await Client.Ec2Async("DisassociateSecurityGroupVpc", $"GroupId={group}&VpcId={home}")).Code);
    }

    private async Task<string?> CodeAsync(string group, string vpc) =>
        (await Client.Ec2Async("AssociateSecurityGroupVpc", $"GroupId={group}&VpcId={vpc}")).Code;

    private Task<string> VpcAsync() => Client.Ec2TextAsync("vpcId", "CreateVpc", "CidrBlock=10.1.0.0/16");

    private async Task<IReadOnlyList<LabReply>> DescribeAsync(string parameters) =>
        (await Client.Ec2Async("DescribeSecurityGroupVpcAssociations", parameters)).Items("securityGroupVpcAssociationSet");
}
