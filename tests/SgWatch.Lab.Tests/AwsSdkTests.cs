using Amazon.EC2;
using Amazon.EC2.Model;
using Amazon.Runtime;
using Amazon.SecurityToken;

namespace SgWatch.Lab.Tests;

/// <summary>Every answer is one that Amazon's own client reads.</summary>
public sealed class AwsSdkTests : LabFixture
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Groups_and_rules()
    {
        using var ec2 = Open();
        var vpc = (await ec2.CreateVpcAsync(new CreateVpcRequest("10.0.0.0/16") { AmazonProvidedIpv6CidrBlock = true }, Cancelled)).Vpc;
        var group = (await ec2.CreateSecurityGroupAsync(new CreateSecurityGroupRequest("web", "web") { VpcId = vpc.VpcId }, Cancelled))
            .GroupId;
        var added = await ec2.AuthorizeSecurityGroupIngressAsync(new AuthorizeSecurityGroupIngressRequest
        {
            GroupId = group,
            IpPermissions =
            [
                new()
                {
                    IpProtocol = "tcp", FromPort = 22, ToPort = 22,
                    Ipv4Ranges = [new() { CidrIp = "0.0.0.0/0", Description = "open" }],
                    Ipv6Ranges = [new() { CidrIpv6 = "::/0" }],
                },
                new() { IpProtocol = "-1", UserIdGroupPairs = [new() { GroupId = group }] },
            ],
        }, Cancelled);
        Assert.Equal(3, added.SecurityGroupRules.Count);
        var rules = new List<SecurityGroupRule>();
        await foreach (var rule in ec2.Paginators.DescribeSecurityGroupRules(new() { Filters = [new("group-id", [group])], MaxResults = 5 })
            .SecurityGroupRules.WithCancellation(Cancelled))
        {
            rules.Add(rule);
        }
        Assert.Equal(5, rules.Count);
        Assert.Equal(group, rules.Single(rule => rule.ReferencedGroupInfo is not null).ReferencedGroupInfo.GroupId);
        var described = (await ec2.DescribeSecurityGroupsAsync(new DescribeSecurityGroupsRequest { GroupIds = [group] }, Cancelled))
            .SecurityGroups.Single();
        Assert.Equal(2, described.IpPermissions.Count);
        Assert.Equal("open", described.IpPermissions.Single(permission => permission.IpProtocol == "tcp").Ipv4Ranges.Single().Description);
        var revoked = await ec2.RevokeSecurityGroupIngressAsync(new RevokeSecurityGroupIngressRequest
        {
            GroupId = group,
            SecurityGroupRuleIds = [.. added.SecurityGroupRules.Select(rule => rule.SecurityGroupRuleId)],
        }, Cancelled);
        Assert.Equal(3, revoked.RevokedSecurityGroupRules.Count);
        var error = await Assert.ThrowsAsync<AmazonEC2Exception>(() =>
            ec2.RevokeSecurityGroupIngressAsync(
                new RevokeSecurityGroupIngressRequest { GroupId = group, SecurityGroupRuleIds = ["sgr-00000000000000000"] }, Cancelled));
        Assert.Equal("InvalidSecurityGroupRuleId.NotFound", error.ErrorCode);
    }

    [Fact]
    public async Task Prefix_lists_vpcs_tags_and_identity()
    {
        using var ec2 = Open();
        var list = (await ec2.CreateManagedPrefixListAsync(
            new() { PrefixListName = "l", AddressFamily = "IPv4", MaxEntries = 2, Entries = [new() { Cidr = "10.0.0.0/8" }] },
            Cancelled)).PrefixList;
        Assert.Equal((1L, "create-complete"), (list.Version, list.State.Value));
        Assert.Equal("10.0.0.0/8",
            (await ec2.GetManagedPrefixListEntriesAsync(new() { PrefixListId = list.PrefixListId }, Cancelled)).Entries.Single().Cidr);
        await ec2.CreateTagsAsync(new CreateTagsRequest([list.PrefixListId], [new("a", "b")]), Cancelled);
        Assert.Equal(ResourceType.PrefixList,
            (await ec2.DescribeTagsAsync(new DescribeTagsRequest(), Cancelled)).Tags.Single().ResourceType);
        Assert.True((await ec2.DescribeVpcsAsync(Cancelled)).Vpcs.Single().IsDefault);
        Assert.Contains((await ec2.DescribeRegionsAsync(Cancelled)).Regions, region => region.RegionName == "eu-west-1");
        using var sts =
            new AmazonSecurityTokenServiceClient(Credentials, new AmazonSecurityTokenServiceConfig { ServiceURL = Lab.Url.ToString() });
        Assert.Equal("111122223333", (await sts.GetCallerIdentityAsync(new(), Cancelled)).Account);
    }

    private static BasicAWSCredentials Credentials => new("AKIATEST", "secret");

    private AmazonEC2Client Open() =>
        new(Credentials, new AmazonEC2Config { ServiceURL = Lab.Url.ToString(), AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 });
}
