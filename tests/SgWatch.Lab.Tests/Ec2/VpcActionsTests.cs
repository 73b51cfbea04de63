namespace SgWatch.Lab.Tests.Ec2;

public sealed class VpcActionsTests : LabFixture
{
    [Fact]
    public async Task A_vpc_can_go_with_its_default_group_and_a_default_vpc_can_come_back()
    {
        var vpc = await Client.Ec2TextAsync("vpcId", "DescribeVpcs", "Filter.1.Name=is-default&Filter.1.Value.1=true");
        await Client.Ec2TextAsync("return", "DeleteVpc", $"VpcId={vpc}");
        Assert.Empty(Lab.Account.Groups("us-east-1"));
        Assert.Equal("VPCIdNotSpecified", (await Client.Ec2Async("CreateSecurityGroup", "GroupName=n&GroupDescription=d")).Code);
        Assert.Equal("true", await Client.Ec2TextAsync("isDefault", "CreateDefaultVpc"));
        await CreateGroupAsync("web");
    }

    [Fact]
    public async Task A_new_vpc_is_pending_and_then_available_with_its_canonical_range()
    {
        var created = await Client.Ec2Async("CreateVpc",
            "CidrBlock=10.0.9.9/16&TagSpecification.1.ResourceType=vpc&TagSpecification.1.Tag.1.Key=Name&TagSpecification.1.Tag.1.Value=v");
        Assert.Equal(("pending", "10.0.0.0/16", "false"), (created.Text("state"), created.Text("cidrBlock"), created.Text("isDefault")));
        Assert.Equal("available", await Client.Ec2TextAsync("state", "DescribeVpcs", "Filter.1.Name=tag:Name&Filter.1.Value.1=v"));
    }
}
