using System.Text.Json;

namespace SgWatch.Lab.Tests.Ec2;

/// <summary>Every refusal, by EC2's own code; and a call that is refused changes nothing.</summary>
public sealed class ErrorsTests : LabFixture
{
    private const string Tcp = "IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort=22&IpPermissions.1.ToPort=22";
    private const string Any = "IpPermissions.1.IpProtocol=-1&IpPermissions.1.IpRanges.1.CidrIp=";
    private const string Update = "SecurityGroupRule.1.SecurityGroupRule";

    [Theory]
    [InlineData("NoSuchAction", "", "InvalidAction")]
    [InlineData("CreateSecurityGroup", "GroupDescription=d", "MissingParameter")]
    [InlineData("CreateSecurityGroup", "GroupName=n", "MissingParameter")]
    [InlineData("CreateSecurityGroup", "GroupName=web&GroupDescription=d", "InvalidGroup.Duplicate")]
    [InlineData("CreateSecurityGroup", "GroupName=default&GroupDescription=d", "InvalidGroup.Reserved")]
    [InlineData("CreateSecurityGroup", "GroupName=sg-n&GroupDescription=d", "InvalidParameterValue")]
    [InlineData("CreateSecurityGroup", "GroupName=n&GroupDescription=d%0Ae", "InvalidParameterValue")]
    [InlineData("CreateSecurityGroup", "GroupName=n&GroupDescription=d&VpcId=vpc-00000000000000000", "InvalidVpcID.NotFound")]
    [InlineData("CreateSecurityGroup", "GroupName=n&GroupDescription=d&VpcId=x", "InvalidVpcId.Malformed")]
    [InlineData("CreateSecurityGroup", "GroupName=n&GroupDescription=d&TagSpecification.1.ResourceType=vpc&TagSpecification.1.Tag.1.Key=k",
        "InvalidParameterValue")]
    [InlineData("DeleteSecurityGroup", "", "MissingParameter")]
    [InlineData("DeleteSecurityGroup", "GroupId={default}", "CannotDelete")]
    [InlineData("DeleteSecurityGroup", "GroupId={web}", "DependencyViolation")]
    [InlineData("DeleteSecurityGroup", "GroupId={web}&GroupName=web", "InvalidParameterCombination")]
    [InlineData("DeleteSecurityGroup", "GroupId=sg-00000000000000000", "InvalidGroup.NotFound")]
    [InlineData("DeleteSecurityGroup", "GroupId=web", "InvalidGroupId.Malformed")]
    [InlineData("DescribeSecurityGroups", "GroupName.1=nobody", "InvalidGroup.NotFound")]
    [InlineData("DescribeSecurityGroups", "Filter.1.Name=colour&Filter.1.Value.1=red", "InvalidParameterValue")]
    [InlineData("DescribeSecurityGroups", "Filter.1.Name=group-id", "InvalidParameterValue")]
    [InlineData("DescribeSecurityGroups", "MaxResults=4", "InvalidParameterValue")]
    [InlineData("DescribeSecurityGroups", "MaxResults=1001", "InvalidParameterValue")]
    [InlineData("DescribeSecurityGroups", "MaxResults=5&GroupId.1={web}", "InvalidParameterCombination")]
    [InlineData("DescribeSecurityGroups", "MaxResults=5&NextToken=!", "InvalidNextToken")]
    [InlineData("DescribeSecurityGroupRules", "SecurityGroupRuleId.1=sgr-00000000000000000", "InvalidSecurityGroupRuleId.NotFound")]
    [InlineData("DescribeSecurityGroupRules", "SecurityGroupRuleId.1=sgr", "InvalidSecurityGroupRuleId.Malformed")]
    [InlineData("DescribeSecurityGroupRules", "Filter.1.Name=vpc-id&Filter.1.Value.1=x", "InvalidParameterValue")]
    [InlineData("AuthorizeSecurityGroupIngress", "GroupName=nobody&" + Any + "10.0.0.0/8", "InvalidGroup.NotFound")]
    [InlineData("AuthorizeSecurityGroupIngress", "GroupId={web}", "MissingParameter")]
    [InlineData("AuthorizeSecurityGroupEgress", "GroupId={web}", "MissingParameter")]
    [InlineData("RevokeSecurityGroupIngress", "GroupId={web}&" + Tcp, "MissingParameter")]
    [InlineData("AuthorizeSecurityGroupIngress", "GroupId={web}&" + Any + "10.0.0.1", "InvalidParameterValue")]
    [InlineData("AuthorizeSecurityGroupIngress", "GroupId={web}&" + Any + "010.0.0.0/8", "InvalidParameterValue")]
    [InlineData("AuthorizeSecurityGroupIngress", "GroupId={web}&IpPermissions.1.IpRanges.1.CidrIp=10.0.0.0/8", "InvalidParameterValue")]
    [InlineData("AuthorizeSecurityGroupIngress",
        "GroupId={web}&IpPermissions.1.IpProtocol=esp&IpPermissions.1.IpRanges.1.CidrIp=10.0.0.0/8", "InvalidParameterValue")]
    [InlineData("AuthorizeSecurityGroupIngress",
        "GroupId={web}&IpPermissions.1.IpProtocol=tcp&IpPermissions.1.IpRanges.1.CidrIp=10.0.0.0/8", "InvalidParameterValue")]
    [InlineData("AuthorizeSecurityGroupIngress",
        "GroupId={web}&IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort=9&IpPermissions.1.ToPort=8"
            + "&IpPermissions.1.IpRanges.1.CidrIp=10.0.0.0/8", "InvalidParameterValue")]
    [InlineData("AuthorizeSecurityGroupIngress",
        "GroupId={web}&IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort=x&IpPermissions.1.ToPort=8"
            + "&IpPermissions.1.IpRanges.1.CidrIp=10.0.0.0/8", "InvalidParameterValue")]
    [InlineData("AuthorizeSecurityGroupIngress",
        "GroupId={web}&IpPermissions.1.IpProtocol=icmp&IpPermissions.1.FromPort=-1&IpPermissions.1.ToPort=3"
            + "&IpPermissions.1.IpRanges.1.CidrIp=10.0.0.0/8", "InvalidParameterValue")]
    [InlineData("AuthorizeSecurityGroupIngress", "GroupId={web}&" + Any + "10.0.0.0/8&IpPermissions.1.IpRanges.2.CidrIp=10.9.9.9/8",
        "InvalidParameterValue")]
    [InlineData("AuthorizeSecurityGroupIngress", "GroupId={web}&" + Any + "10.0.0.0/8&IpPermissions.1.IpRanges.2.CidrIp=192.168.0.0/16",
        "InvalidPermission.Duplicate")]
    [InlineData("AuthorizeSecurityGroupIngress", "GroupId={web}&" + Any + "10.1.0.0/16&IpPermissions.1.IpRanges.1.Description=%3Cb%3E",
        "InvalidParameterValue")]
    [InlineData("AuthorizeSecurityGroupIngress",
        "GroupId={web}&IpPermissions.1.IpProtocol=-1&IpPermissions.1.PrefixListIds.1.PrefixListId=pl-00000000000000000",
        "InvalidPrefixListID.NotFound")]
    [InlineData("AuthorizeSecurityGroupIngress",
        "GroupId={web}&IpPermissions.1.IpProtocol=-1&IpPermissions.1.Groups.1.GroupId=sg-00000000000000000", "InvalidGroup.NotFound")]
    [InlineData("AuthorizeSecurityGroupIngress", "GroupId={web}&IpPermissions.1.IpProtocol=-1&IpPermissions.1.Groups.1.GroupId={other}",
        "InvalidGroup.NotFound")]
    [InlineData("AuthorizeSecurityGroupIngress",
        "GroupId={web}&IpPermissions.1.IpProtocol=-1&IpPermissions.1.Groups.1.GroupId={web}&IpPermissions.1.Groups.1.UserId=222222222222",
        "InvalidGroup.NotFound")]
    [InlineData("AuthorizeSecurityGroupIngress", "GroupId={web}&IpPermissions.1.IpProtocol=-1&IpPermissions.1.Groups.1.UserId=111122223333",
        "InvalidPermission.Malformed")]
    [InlineData("AuthorizeSecurityGroupIngress", "GroupId={web}&SourceSecurityGroupName=web&CidrIp=10.0.0.0/8",
        "InvalidParameterCombination")]
    [InlineData("AuthorizeSecurityGroupEgress", "GroupId={web}&IpProtocol=tcp&FromPort=22&ToPort=22&CidrIp=10.0.0.0/8", "MissingParameter")]
    [InlineData("RevokeSecurityGroupIngress", "GroupId={web}", "MissingParameter")]
    [InlineData("RevokeSecurityGroupIngress", "GroupId={web}&SecurityGroupRuleId.1={rule}&SecurityGroupRuleId.2=sgr-00000000000000000",
        "InvalidSecurityGroupRuleId.NotFound")]
    [InlineData("RevokeSecurityGroupIngress", "GroupId={default}&SecurityGroupRuleId.1={rule}", "InvalidSecurityGroupRuleId.NotFound")]
    [InlineData("RevokeSecurityGroupEgress", "GroupId={web}&SecurityGroupRuleId.1={rule}", "InvalidSecurityGroupRuleId.NotFound")]
    [InlineData("RevokeSecurityGroupIngress", "GroupId={web}&SecurityGroupRuleId.1={rule}&" + Any + "10.0.0.0/8",
        "InvalidParameterCombination")]
    [InlineData("RevokeSecurityGroupIngress", "GroupId={other}&" + Any + "10.0.0.0/8", "InvalidPermission.NotFound")]
    [InlineData("ModifySecurityGroupRules", "GroupId={web}", "MissingParameter")]
    [InlineData("ModifySecurityGroupRules", "GroupId={web}&SecurityGroupRule.1.SecurityGroupRuleId={rule}&" + Update + ".IpProtocol=-1",
        "MissingParameter")]
    [InlineData("ModifySecurityGroupRules",
        "GroupId={web}&SecurityGroupRule.1.SecurityGroupRuleId={rule}&" + Update + ".IpProtocol=-1&" + Update + ".CidrIpv6=::/0",
        "InvalidParameterValue")]
    [InlineData("ModifySecurityGroupRules",
        "GroupId={web}&SecurityGroupRule.1.SecurityGroupRuleId={rule}&" + Update + ".IpProtocol=-1&" + Update + ".CidrIpv6=::/0&" + Update
            + ".CidrIpv4=0.0.0.0/0", "InvalidParameterCombination")]
    [InlineData("ModifySecurityGroupRules",
        "GroupId={web}&SecurityGroupRule.1.SecurityGroupRuleId={rule}&" + Update + ".IpProtocol=-1&" + Update + ".CidrIpv4=192.168.0.0/16",
        "InvalidPermission.Duplicate")]
    [InlineData("ModifySecurityGroupRules",
        "GroupId={default}&SecurityGroupRule.1.SecurityGroupRuleId={rule}&" + Update + ".IpProtocol=-1&" + Update + ".CidrIpv4=0.0.0.0/0",
        "InvalidSecurityGroupRuleId.NotFound")]
    [InlineData("UpdateSecurityGroupRuleDescriptionsIngress", "GroupId={web}&" + Any + "10.7.0.0/16", "InvalidPermission.NotFound")]
    [InlineData("CreateVpc", "CidrBlock=x", "InvalidParameterValue")]
    [InlineData("CreateVpc", "CidrBlock=10.0.0.0/8", "InvalidVpc.Range")]
    [InlineData("CreateVpc", "CidrBlock=10.0.0.0/16&AmazonProvidedIpv6CidrBlock=maybe", "InvalidParameterValue")]
    [InlineData("CreateDefaultVpc", "", "DefaultVpcAlreadyExists")]
    [InlineData("DeleteVpc", "VpcId={vpc}", "DependencyViolation")]
    [InlineData("DescribeVpcs", "VpcId.1=vpc-00000000000000000", "InvalidVpcID.NotFound")]
    [InlineData("CreateTags", "ResourceId.1={web}", "MissingParameter")]
    [InlineData("CreateTags", "Tag.1.Key=k", "MissingParameter")]
    [InlineData("CreateTags", "ResourceId.1={web}&ResourceId.2=sg-00000000000000000&Tag.1.Key=k", "InvalidGroup.NotFound")]
    [InlineData("CreateTags", "ResourceId.1={web}&Tag.1.Key=aws:k", "InvalidParameterValue")]
    [InlineData("CreateTags", "ResourceId.1={web}&Tag.1.Key=k&Tag.2.Key=k", "InvalidParameterValue")]
    [InlineData("CreateTags", "ResourceId.1=i-00000000000000000&Tag.1.Key=k", "InvalidID")]
    [InlineData("DeleteTags", "ResourceId.1=sgr-00000000000000000", "InvalidSecurityGroupRuleId.NotFound")]
    [InlineData("CreateManagedPrefixList", "PrefixListName=n&AddressFamily=IPv5&MaxEntries=1", "InvalidParameterValue")]
    [InlineData("CreateManagedPrefixList", "PrefixListName=n&AddressFamily=IPv4", "MissingParameter")]
    [InlineData("CreateManagedPrefixList", "PrefixListName=n&AddressFamily=IPv4&MaxEntries=1001", "InvalidParameterValue")]
    [InlineData("CreateManagedPrefixList", "PrefixListName=n&AddressFamily=IPv4&MaxEntries=1&Entry.1.Cidr=::/0", "InvalidParameterValue")]
    [InlineData("CreateManagedPrefixList",
        "PrefixListName=n&AddressFamily=IPv4&MaxEntries=1&Entry.1.Cidr=10.0.0.0/8&Entry.2.Cidr=11.0.0.0/8", "PrefixListMaxEntriesExceeded")]
    [InlineData("ModifyManagedPrefixList", "PrefixListId={list}&CurrentVersion=2&AddEntry.1.Cidr=10.0.0.0/8", "PrefixListVersionMismatch")]
    [InlineData("ModifyManagedPrefixList", "PrefixListId={list}&AddEntry.1.Cidr=10.0.0.0/8", "MissingParameter")]
    [InlineData("ModifyManagedPrefixList", "PrefixListId={list}&CurrentVersion=1&RemoveEntry.1.Cidr=10.0.0.0/8", "InvalidParameterValue")]
    [InlineData("ModifyManagedPrefixList", "PrefixListId={list}&CurrentVersion=1&AddEntry.1.Cidr=10.0.0.0/8&MaxEntries=9",
        "InvalidParameterCombination")]
    [InlineData("ModifyManagedPrefixList", "PrefixListId=pl-00000000000000000&MaxEntries=9", "InvalidPrefixListID.NotFound")]
    [InlineData("RestoreManagedPrefixListVersion", "PrefixListId={list}&CurrentVersion=1&PreviousVersion=7", "InvalidParameterValue")]
    [InlineData("RestoreManagedPrefixListVersion", "PrefixListId={list}&CurrentVersion=2&PreviousVersion=1", "PrefixListVersionMismatch")]
    [InlineData("DeleteManagedPrefixList", "PrefixListId={list}", "DependencyViolation")]
    [InlineData("GetManagedPrefixListEntries", "PrefixListId={list}&TargetVersion=2", "InvalidParameterValue")]
    [InlineData("CreateSecurityGroup", "GroupName=a%01b&GroupDescription=d", "MalformedQueryString")]
    [InlineData("CreateSecurityGroup", "a.b.c.d.e.f.g.h.i.j.k.l.m=1", "MalformedQueryString")]
    public async Task Refusals_have_ec2s_code_and_change_nothing(string action, string parameters, string code)
    {
        var names = await SetUpAsync();
        foreach (var (name, id) in names)
        {
            parameters = parameters.Replace($"{{{name}}}", id, StringComparison.Ordinal);
        }
        var before = State();
        var reply = await Client.Ec2Async(action, parameters);
        Assert.Equal((400, code), (reply.Status, reply.Code));
        Assert.NotEmpty(reply.Text("RequestID")!);
        Assert.Equal(before, State());
    }

    [Fact]
    public async Task A_dry_run_changes_nothing_and_says_that_it_would_have()
    {
        var before = State();
        var reply = await Client.Ec2Async("CreateSecurityGroup", "GroupName=n&GroupDescription=d&DryRun=true");
        Assert.Equal((412, "DryRunOperation"), (reply.Status, reply.Code));
        Assert.Equal(before, State());
    }

    [Fact]
    public async Task A_region_that_is_none_is_refused()
    {
        using var nowhere = new LabClient(Lab.Url, "xx-nowhere-1");
        Assert.Equal("AuthFailure", (await nowhere.Ec2Async("DescribeSecurityGroups")).Code);
    }

    private string State() => JsonSerializer.Serialize(Lab.Account.Groups("us-east-1").Select(group => new
    {
        group.GroupId,
        Rules = group.Rules.Select(rule => $"{rule.SecurityGroupRuleId} {rule} {rule.Description}"),
        group.Tags,
    }));

    private async Task<Dictionary<string, string>> SetUpAsync()
    {
        var web = await CreateGroupAsync("web");
        var vpc = await Client.Ec2TextAsync("vpcId", "CreateVpc", "CidrBlock=10.0.0.0/16");
        var other = await CreateGroupAsync("other", $"VpcId={vpc}");
        var list = await Client.Ec2TextAsync("prefixListId", "CreateManagedPrefixList", "PrefixListName=l&AddressFamily=IPv4&MaxEntries=5");
        var rule = await AuthorizeAsync(web, $"{Tcp}&IpPermissions.1.IpRanges.1.CidrIp=172.16.0.0/12");
        await AuthorizeAsync(web, $"{Any}192.168.0.0/16");
        await AuthorizeAsync(web, $"IpPermissions.1.IpProtocol=-1&IpPermissions.1.PrefixListIds.1.PrefixListId={list}");
        var user = await CreateGroupAsync("user");
        await AuthorizeAsync(user, $"IpPermissions.1.IpProtocol=-1&IpPermissions.1.Groups.1.GroupId={web}");
        return new() { ["web"] = web, ["other"] = other, ["default"] = DefaultGroupId, ["rule"] = rule, ["list"] = list, ["vpc"] = vpc };
    }
}
