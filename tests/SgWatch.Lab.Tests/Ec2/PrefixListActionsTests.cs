namespace SgWatch.Lab.Tests.Ec2;

public sealed class PrefixListActionsTests : LabFixture
{
    [Fact]
    public async Task Each_change_of_entries_is_a_version_that_can_be_read_and_restored()
    {
        var list = await Client.Ec2TextAsync("prefixListId", "CreateManagedPrefixList",
            "PrefixListName=office&AddressFamily=IPv4&MaxEntries=3&Entry.1.Cidr=10.1.2.3/8&Entry.1.Description=one");
        Assert.Equal("2",
            await Client.Ec2TextAsync("version", "ModifyManagedPrefixList",
                $"PrefixListId={list}&CurrentVersion=1&AddEntry.1.Cidr=0.0.0.0/0&RemoveEntry.1.Cidr=10.0.0.0/8"));
        Assert.Equal(["0.0.0.0/0"], await EntriesAsync($"PrefixListId={list}"));
        Assert.Equal(["10.0.0.0/8"], await EntriesAsync($"PrefixListId={list}&TargetVersion=1"));
        Assert.Equal("3",
            await Client.Ec2TextAsync("version", "RestoreManagedPrefixListVersion",
                $"PrefixListId={list}&CurrentVersion=2&PreviousVersion=1"));
        Assert.Equal(["10.0.0.0/8"], await EntriesAsync($"PrefixListId={list}"));
    }

    [Fact]
    public async Task A_change_that_takes_a_while_shows_the_old_entries_and_lets_nobody_change_the_list()
    {
        Lab.Account.Settings.PrefixListDelay = TimeSpan.FromSeconds(30);
        var list = await Client.Ec2TextAsync("prefixListId", "CreateManagedPrefixList",
            "PrefixListName=office&AddressFamily=IPv4&MaxEntries=3&Entry.1.Cidr=10.0.0.0/8");
        Assert.Equal(("create-in-progress", ""), (await StateAsync(list), string.Join(' ', await EntriesAsync($"PrefixListId={list}"))));
        Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("create-complete", await StateAsync(list));

        var modify = $"PrefixListId={list}&CurrentVersion=1&AddEntry.1.Cidr=0.0.0.0/0";
        var answer = await Client.Ec2Async("ModifyManagedPrefixList", modify);

        Assert.Equal(("modify-in-progress", "1"), (answer.Text("state"), answer.Text("version")));
        Assert.Equal(["10.0.0.0/8"], await EntriesAsync($"PrefixListId={list}"));
        Assert.Equal("IncorrectState", (await Client.Ec2Async("ModifyManagedPrefixList", modify)).Code);
        Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("modify-complete", await StateAsync(list));
        Assert.Equal(["0.0.0.0/0", "10.0.0.0/8"], await EntriesAsync($"PrefixListId={list}"));
    }

    [Fact]
    public async Task A_new_name_or_size_is_no_new_version()
    {
        var list = await Client.Ec2TextAsync("prefixListId", "CreateManagedPrefixList", "PrefixListName=a&AddressFamily=IPv6&MaxEntries=3");
        Assert.Equal("1",
            await Client.Ec2TextAsync("version", "ModifyManagedPrefixList", $"PrefixListId={list}&PrefixListName=b&MaxEntries=9"));
        var described = (await Client.Ec2Async("DescribeManagedPrefixLists", "Filter.1.Name=prefix-list-name&Filter.1.Value.1=b"))
            .Items("prefixListSet").Single();
        Assert.Equal((list, "IPv6", "9", "111122223333"),
            (described.Text("prefixListId"), described.Text("addressFamily"), described.Text("maxEntries"), described.Text("ownerId")));
    }

    [Fact]
    public async Task Entries_come_in_pages()
    {
        var entries = string.Join('&', Enumerable.Range(1, 30).Select(i => $"Entry.{i}.Cidr=10.0.{i}.0/24"));
        var list = await Client.Ec2TextAsync("prefixListId", "CreateManagedPrefixList",
            $"PrefixListName=a&AddressFamily=IPv4&MaxEntries=50&{entries}");
        var first = await Client.Ec2Async("GetManagedPrefixListEntries", $"PrefixListId={list}&MaxResults=20");
        Assert.Equal(20, first.Items("entrySet").Count);
        Assert.Equal(10,
            (await EntriesAsync($"PrefixListId={list}&MaxResults=20&NextToken={Uri.EscapeDataString(first.Text("nextToken")!)}")).Count);
    }

    [Fact]
    public async Task The_groups_that_use_a_list_are_its_associations_and_it_can_go_once_there_are_none()
    {
        var list = await Client.Ec2TextAsync("prefixListId", "CreateManagedPrefixList", "PrefixListName=a&AddressFamily=IPv4&MaxEntries=3");
        var group = await CreateGroupAsync("web");
        var rule = await AuthorizeAsync(group, $"IpPermissions.1.IpProtocol=-1&IpPermissions.1.PrefixListIds.1.PrefixListId={list}");
        Assert.Equal([group], (await Client.Ec2Async("GetManagedPrefixListAssociations", $"PrefixListId={list}")).Texts("resourceId"));
        await Client.Ec2TextAsync("return", "RevokeSecurityGroupIngress", $"GroupId={group}&SecurityGroupRuleId.1={rule}");
        Assert.Equal("delete-complete", await Client.Ec2TextAsync("state", "DeleteManagedPrefixList", $"PrefixListId={list}"));
        Assert.Empty((await Client.Ec2Async("DescribeManagedPrefixLists")).Items("prefixListSet"));
    }

    private async Task<IReadOnlyList<string>> EntriesAsync(string parameters) =>
        (await Client.Ec2Async("GetManagedPrefixListEntries", parameters)).Texts("cidr");

    private async Task<string?> StateAsync(string list) =>
        (await Client.Ec2Async("DescribeManagedPrefixLists", $"PrefixListId.1={list}")).Text("state");
}
