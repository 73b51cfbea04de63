using System.Text.Json;
using SgWatch.EndToEnd.Tools;
using SgWatch.Lab;
using SgWatch.Lab.Events;

namespace SgWatch.EndToEnd.Lab;

/// <summary>The real AWS CLI asks the lab who did what, and which groups apply where.</summary>
public sealed class AwsCliOnLabHistoryTests : IAsyncLifetime
{
    private LabHost _lab = null!;
    private AwsCli _aws = null!;

    public async ValueTask InitializeAsync()
    {
        _lab = await LabHost.StartAsync(new LabOptions());
        _aws = new(_lab.Url);
    }

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task A_lost_event_is_looked_up_by_its_group_by_its_name_and_by_its_time()
    {
        _lab.Delivery.Mode = DeliveryMode.Lost;
        var (group, rule) = await _aws.OpenGroupAsync("web");
        var since = DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeSeconds();
        _lab.Account.Trail.Settings.RateLimit = null; // the CLI's start takes longer than the limit's half a second, mostly

        var ofGroup = await LookupAsync("--lookup-attributes", $"AttributeKey=ResourceName,AttributeValue={group}");
        var record = JsonDocument.Parse(ofGroup[0].Text("CloudTrailEvent")).RootElement;
        Assert.Equal(["AuthorizeSecurityGroupIngress", "CreateSecurityGroup"], ofGroup.Select(found => found.Text("EventName")));
        Assert.Contains(rule, record.GetProperty("responseElements").GetRawText(), StringComparison.Ordinal);
        Assert.Equal("arn:aws:iam::111122223333:user/lab", record.Text("userIdentity", "arn"));
        Assert.Contains(ofGroup[0].GetProperty("Resources").EnumerateArray(), resource => resource.Text("ResourceName") == group);
        Assert.Single(await LookupAsync("--lookup-attributes", "AttributeKey=EventName,AttributeValue=CreateSecurityGroup"));
        Assert.Equal(2, (await LookupAsync("--start-time", $"{since}", "--page-size", "1")).Count);
        Assert.Empty(await LookupAsync("--end-time", $"{since}"));
    }

    [Fact]
    public async Task Too_many_lookups_are_throttled()
    {
        _lab.Account.Trail.Settings.RateLimit = new(1, 0);
        await LookupAsync();
        var refused = await _aws.RunAsync("cloudtrail", "lookup-events");
        Assert.Contains("(ThrottlingException)", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Associations_and_interfaces_say_where_a_group_applies()
    {
        var home = (await Ec2Async("create-vpc", "--cidr-block", "10.0.0.0/16")).Text("Vpc", "VpcId");
        var other = (await Ec2Async("create-vpc", "--cidr-block", "10.1.0.0/16")).Text("Vpc", "VpcId");
        var group = (await Ec2Async("create-security-group", "--group-name", "web", "--description", "web", "--vpc-id", home))
            .Text("GroupId");
        string[] both = ["--group-id", group, "--vpc-id", other];
        Assert.Equal("associating", (await Ec2Async(["associate-security-group-vpc", .. both])).Text("State"));
        var subnet = (await Ec2Async("create-subnet", "--vpc-id", other, "--cidr-block", "10.1.1.0/24")).Text("Subnet", "SubnetId");
        for (var i = 0; i < 6; i++)
        {
            await Ec2Async("create-network-interface", "--subnet-id", subnet, "--groups", group);
        }

        var listed = (await Ec2Async("describe-security-group-vpc-associations", "--filters", $"Name=group-id,Values={group}"))
            .GetProperty("SecurityGroupVpcAssociations");
        Assert.Equal((other, "associated"), (listed[0].Text("VpcId"), listed[0].Text("State")));
        var interfaces = await Ec2Async(
            "describe-network-interfaces", "--filters", $"Name=group-id,Values={group}", "--page-size", "5");
        Assert.Equal(6, interfaces.GetProperty("NetworkInterfaces").GetArrayLength());
        Assert.Equal(other, interfaces.GetProperty("NetworkInterfaces")[0].Text("VpcId"));
        var refused = await _aws.RunAsync(["ec2", "disassociate-security-group-vpc", .. both]);
        Assert.Contains("(DependencyViolation)", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task IPAM_rewrites_a_list()
    {
        var list = (await Ec2Async(
            "create-managed-prefix-list", "--prefix-list-name", "office", "--address-family", "IPv4", "--max-entries", "5"))
            .Text("PrefixList", "PrefixListId");
        var resolver = (await Ec2Async(
            "create-ipam-prefix-list-resolver", "--ipam-id", "ipam-0123456789abcdef0", "--address-family", "ipv4",
            "--rules", "RuleType=static-cidr,StaticCidr=203.0.113.0/24")).Text("IpamPrefixListResolver", "IpamPrefixListResolverId");
        var target = await Ec2Async("create-ipam-prefix-list-resolver-target", "--ipam-prefix-list-resolver-id", resolver,
            "--prefix-list-id", list, "--prefix-list-region", "us-east-1", "--track-latest-version");
        Assert.Equal("sync-complete", target.Text("IpamPrefixListResolverTarget", "State"));

        await Ec2Async("modify-ipam-prefix-list-resolver", "--ipam-prefix-list-resolver-id", resolver,
            "--rules", "RuleType=static-cidr,StaticCidr=0.0.0.0/0");

        var entries = (await Ec2Async("get-managed-prefix-list-entries", "--prefix-list-id", list)).GetProperty("Entries");
        Assert.Equal("0.0.0.0/0", Assert.Single(entries.EnumerateArray()).Text("Cidr"));
    }

    private async Task<IReadOnlyList<JsonElement>> LookupAsync(params string[] arguments) =>
        [.. (await _aws.JsonAsync(["cloudtrail", "lookup-events", .. arguments])).GetProperty("Events").EnumerateArray()];

    private Task<JsonElement> Ec2Async(params string[] arguments) => _aws.JsonAsync(["ec2", .. arguments]);
}
