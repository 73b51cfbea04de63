namespace SgWatch.Lab.Tests.Ec2;

public sealed class RevokeActionsTests : LabFixture
{
    private const string Ssh =
        "IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort=22&IpPermissions.1.ToPort=22&IpPermissions.1.IpRanges.1.CidrIp=";

    [Fact]
    public async Task By_ids_exactly_those_go()
    {
        var group = await CreateGroupAsync("web");
        var one = await AuthorizeAsync(group, $"{Ssh}10.0.0.0/8");
        await AuthorizeAsync(group, $"{Ssh}0.0.0.0/0");
        var reply = await Client.Ec2Async("RevokeSecurityGroupIngress", $"GroupId={group}&SecurityGroupRuleId.1={one}");
        Assert.Equal(one, Assert.Single(reply.Items("revokedSecurityGroupRuleSet")).Text("securityGroupRuleId"));
        Assert.Equal(["egress any to 0.0.0.0/0", "ingress tcp/22 from 0.0.0.0/0"], Rules(group));
    }

    [Fact]
    public async Task By_properties_neither_the_spelling_nor_the_description_matters()
    {
        var group = await CreateGroupAsync("web");
        await AuthorizeAsync(group, $"{Ssh}10.0.0.0/8&IpPermissions.1.IpRanges.1.Description=office");
        await Client.Ec2TextAsync("return", "RevokeSecurityGroupIngress",
            $"GroupId={group}&{Ssh.Replace("=tcp", "=6", StringComparison.Ordinal)}10.1.1.1/8");
        await Client.Ec2TextAsync("return", "RevokeSecurityGroupEgress",
            $"GroupId={group}&IpPermissions.1.IpProtocol=-1&IpPermissions.1.FromPort=0&IpPermissions.1.ToPort=0"
                + "&IpPermissions.1.IpRanges.1.CidrIp=0.0.0.0/0");
        Assert.Empty(Rules(group));
    }

    [Fact]
    public async Task Unknown_properties_are_reported_in_a_default_vpc_and_the_rest_goes()
    {
        var group = await CreateGroupAsync("web");
        await AuthorizeAsync(group, $"{Ssh}10.0.0.0/8");
        var reply = await Client.Ec2Async("RevokeSecurityGroupIngress",
            $"GroupId={group}&{Ssh}10.0.0.0/8&IpPermissions.1.IpRanges.2.CidrIp=192.168.0.0/16");
        Assert.Equal(200, reply.Status);
        Assert.Equal(["192.168.0.0/16"], Assert.Single(reply.Items("unknownIpPermissionSet")).Texts("cidrIp"));
        Assert.Equal(["egress any to 0.0.0.0/0"], Rules(group));
    }

    [Fact]
    public async Task Unknown_properties_spoil_the_call_in_any_other_vpc()
    {
        var vpc = await Client.Ec2TextAsync("vpcId", "CreateVpc", "CidrBlock=10.0.0.0/16");
        var group = await CreateGroupAsync("web", $"VpcId={vpc}");
        await AuthorizeAsync(group, $"{Ssh}10.0.0.0/8");
        var reply = await Client.Ec2Async("RevokeSecurityGroupIngress",
            $"GroupId={group}&{Ssh}10.0.0.0/8&IpPermissions.1.IpRanges.2.CidrIp=192.168.0.0/16");
        Assert.Equal("InvalidPermission.NotFound", reply.Code);
        Assert.Equal(["egress any to 0.0.0.0/0", "ingress tcp/22 from 10.0.0.0/8"], Rules(group));
    }
}
