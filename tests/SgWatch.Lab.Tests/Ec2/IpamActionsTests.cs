namespace SgWatch.Lab.Tests.Ec2;

public sealed class IpamActionsTests : LabFixture
{
    private const string Office = "Rule.1.RuleType=static-cidr&Rule.1.StaticCidr=203.0.113.0/24";
    private const string World = "Rule.1.RuleType=static-cidr&Rule.1.StaticCidr=0.0.0.0/0";

    [Fact]
    public async Task IPAM_rewrites_a_list_and_nobody_calls_ModifyManagedPrefixList()
    {
        var list = await ListAsync();
        var resolver = await ResolverAsync(Office);
        var target = await Client.Ec2Async("CreateIpamPrefixListResolverTarget", TargetOf(resolver, list));
        Assert.Equal("sync-complete", target.Text("state"));
        Assert.Equal(["203.0.113.0/24"], await EntriesAsync(list));

        await Client.Ec2TextAsync("state", "ModifyIpamPrefixListResolver", $"IpamPrefixListResolverId={resolver}&{World}");

        Assert.Equal(["0.0.0.0/0"], await EntriesAsync(list));
        var described = await Client.Ec2Async("DescribeManagedPrefixLists", $"PrefixListId.1={list}");
        Assert.Equal(target.Text("ipamPrefixListResolverTargetId"), described.Text("ipamPrefixListResolverTargetId"));
        Assert.Equal(("true", "3"), (described.Text("ipamPrefixListResolverSyncEnabled"), described.Text("version")));
        Assert.Equal(
            [
                "CreateManagedPrefixList",
                "CreateIpamPrefixListResolver",
                "CreateIpamPrefixListResolverTarget",
                "ModifyIpamPrefixListResolver",
            ],
            (await EventsAsync()).Select(message => message.GetProperty("detail").GetProperty("eventName").GetString()));
        var request = (await EventsAsync())[^1].GetProperty("detail").GetProperty("requestParameters").GetRawText();
        Assert.Contains($"\"IpamPrefixListResolverId\":\"{resolver}\"", request, StringComparison.Ordinal);
        Assert.DoesNotContain(list, request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_resolver_rewrites_a_list_of_another_region()
    {
        using var abroad = new LabClient(Lab.Url, "eu-west-1");
        var list = await abroad.Ec2TextAsync(
            "prefixListId", "CreateManagedPrefixList", "PrefixListName=l&AddressFamily=IPv4&MaxEntries=2");
        var resolver = await ResolverAsync(World);

        await Client.Ec2TextAsync("state", "CreateIpamPrefixListResolverTarget", TargetOf(resolver, list, "eu-west-1"));

        Assert.Equal(["0.0.0.0/0"],
            (await abroad.Ec2Async("GetManagedPrefixListEntries", $"PrefixListId={list}")).Texts("cidr"));
    }

    [Fact]
    public async Task A_synced_list_is_nobody_elses_to_write_until_the_sync_is_switched_off()
    {
        var list = await ListAsync();
        var resolver = await ResolverAsync(Office);
        await Client.Ec2TextAsync("state", "CreateIpamPrefixListResolverTarget", TargetOf(resolver, list));
        var add = $"PrefixListId={list}&CurrentVersion=2&AddEntry.1.Cidr=10.0.0.0/8";
        Assert.Equal("UnsupportedOperation", (await Client.Ec2Async("ModifyManagedPrefixList", add)).Code);

        await Client.Ec2TextAsync("state", "ModifyManagedPrefixList", $"PrefixListId={list}&IpamPrefixListResolverSyncEnabled=false");
        await Client.Ec2TextAsync("state", "ModifyManagedPrefixList", add);
        await Client.Ec2TextAsync("state", "ModifyIpamPrefixListResolver", $"IpamPrefixListResolverId={resolver}&{World}");

        Assert.Equal(["10.0.0.0/8", "203.0.113.0/24"], await EntriesAsync(list));
    }

    [Fact]
    public async Task A_target_follows_a_version_until_it_is_told_to_follow_the_latest()
    {
        var list = await ListAsync();
        var resolver = await ResolverAsync(Office);
        var target = await Client.Ec2TextAsync("ipamPrefixListResolverTargetId", "CreateIpamPrefixListResolverTarget",
            TargetOf(resolver, list).Replace("Version=true", "Version=false&DesiredVersion=1", StringComparison.Ordinal));
        await Client.Ec2TextAsync("state", "ModifyIpamPrefixListResolver", $"IpamPrefixListResolverId={resolver}&{World}");
        Assert.Equal(["203.0.113.0/24"], await EntriesAsync(list));

        await Client.Ec2TextAsync("state", "ModifyIpamPrefixListResolverTarget",
            $"IpamPrefixListResolverTargetId={target}&TrackLatestVersion=true");

        Assert.Equal(["0.0.0.0/0"], await EntriesAsync(list));
    }

    [Theory]
    [InlineData("CreateIpamPrefixListResolver", "IpamId=ipam-0123456789abcdef0&AddressFamily=IPv4", "InvalidParameterValue")]
    [InlineData("CreateIpamPrefixListResolver",
        "IpamId=ipam-0123456789abcdef0&AddressFamily=ipv4&Rule.1.RuleType=ipam-pool-cidr", "UnsupportedOperation")]
    [InlineData("CreateIpamPrefixListResolver",
        "IpamId=ipam-0123456789abcdef0&AddressFamily=ipv4&Rule.1.RuleType=static-cidr&Rule.1.StaticCidr=::/0", "InvalidParameterValue")]
    [InlineData("ModifyIpamPrefixListResolver", "IpamPrefixListResolverId=x", "InvalidIpamPrefixListResolverId.NotFound")]
    [InlineData("ModifyIpamPrefixListResolverTarget",
        "IpamPrefixListResolverTargetId=x", "InvalidIpamPrefixListResolverTargetId.NotFound")]
    public async Task What_the_lab_does_not_resolve_is_refused(string action, string parameters, string code) =>
        Assert.Equal(code, (await Client.Ec2Async(action, parameters)).Code);

    [Fact]
    public async Task A_list_without_room_stays_as_it_is()
    {
        var list = await ListAsync();
        var three = string.Join('&', Enumerable.Range(1, 3).Select(
            i => $"Rule.{i}.RuleType=static-cidr&Rule.{i}.StaticCidr=10.{i}.0.0/16"));
        var resolver = await ResolverAsync(three);

        Assert.Equal("sync-failed",
            await Client.Ec2TextAsync("state", "CreateIpamPrefixListResolverTarget", TargetOf(resolver, list)));
        Assert.Empty(await EntriesAsync(list));
    }

    private static string TargetOf(string resolver, string list, string region = "us-east-1") =>
        $"IpamPrefixListResolverId={resolver}&PrefixListId={list}&PrefixListRegion={region}&TrackLatestVersion=true";

    private Task<string> ListAsync() =>
        Client.Ec2TextAsync("prefixListId", "CreateManagedPrefixList", "PrefixListName=l&AddressFamily=IPv4&MaxEntries=2");

    private Task<string> ResolverAsync(string rules) => Client.Ec2TextAsync(
        "ipamPrefixListResolverId", "CreateIpamPrefixListResolver", $"IpamId=ipam-0123456789abcdef0&AddressFamily=ipv4&{rules}");

    private async Task<IReadOnlyList<string>> EntriesAsync(string list) =>
        (await Client.Ec2Async("GetManagedPrefixListEntries", $"PrefixListId={list}")).Texts("cidr");
}
