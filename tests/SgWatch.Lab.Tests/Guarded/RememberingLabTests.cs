using System.Net;
using System.Text.Json;
using SgWatch.Guard;
using SgWatch.Lab.Guarded;
using SgWatch.Policies;

namespace SgWatch.Lab.Tests.Guarded;

/// <summary>The lab's guard remembers: what was there before it stays, and what came later goes, however its event came.</summary>
public sealed class RememberingLabTests : IAsyncLifetime
{
    private const string Ssh = "ingress tcp/22 from 0.0.0.0/0";

    private readonly List<GuardResponse> _responses = [];
    private GuardedLab _lab = null!;
    private LabClient _client = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _lab = await GuardedLab.StartAsync(
            new() { Sweeps = SweepMode.Unswept, SweepEvery = null },
            BuiltInPolicy.Instance, TimeProvider.System, _responses.Add, Cancelled);
        _client = new(_lab.Host.Url);
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _lab.DisposeAsync();
    }

    [Theory]
    [InlineData("Lost")]
    [InlineData("Late")]
    [InlineData("Reversed")]
    [InlineData("Doubled")]
    [InlineData("InOrder")]
    public async Task What_was_open_before_stays_and_what_is_opened_later_goes(string mode)
    {
        var group = await CreateGroupAsync("web");
        await OpenAsync(group, 22);
        await _lab.SweepAsync(GuardedLab.Region, Cancelled);
        await _client.LabAsync("DeliverEvents", $"Manner={mode}");

        await OpenAsync(group, 443);
        await OpenAsync(group, 3389);
        await _lab.SweepAsync(GuardedLab.Region, Cancelled);
        await _client.LabAsync("ReleaseEvents");
        await _lab.Host.Events.WhenIdleAsync(Cancelled);

        Assert.Equal([Ssh], Ingress(group));
    }

    [Fact]
    public async Task A_rule_that_is_opened_in_the_second_of_the_deployment_is_new()
    {
        var group = await CreateGroupAsync("web");
        await _lab.SweepAsync(GuardedLab.Region, Cancelled);
        await OpenAsync(group, 22);
        await _lab.Host.Events.WhenIdleAsync(Cancelled);
        Assert.Empty(Ingress(group));
    }

    [Fact]
    public async Task Days_later_a_lost_event_and_a_borrowed_list_are_still_found_and_the_old_rule_still_stays()
    {
        var group = await CreateGroupAsync("web");
        await OpenAsync(group, 22);
        var list = await _client.Ec2TextAsync("prefixListId", "CreateManagedPrefixList",
            "PrefixListName=l&AddressFamily=IPv4&MaxEntries=5&Entry.1.Cidr=203.0.113.0/24");
        var user = await CreateGroupAsync("user");
        await _client.Ec2TextAsync("return", "AuthorizeSecurityGroupIngress",
            $"GroupId={user}&IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort=22&IpPermissions.1.ToPort=22"
            + $"&IpPermissions.1.PrefixListIds.1.PrefixListId={list}");
        await PassAsync(3);
        await _client.LabAsync("DeliverEvents", "Manner=Lost");

        await OpenAsync(group, 443);
        await _client.Ec2TextAsync("prefixListId", "ModifyManagedPrefixList",
            $"PrefixListId={list}&CurrentVersion=1&AddEntry.1.Cidr=0.0.0.0/0");
        await _lab.SweepAsync(GuardedLab.Region, Cancelled);

        Assert.Equal([Ssh], Ingress(group));
        Assert.Empty(Ingress(user));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task A_new_group_keeps_the_rule_that_EC2_gives_it_and_no_other(int days)
    {
        await PassAsync(days);
        var group = await CreateGroupAsync("web");
        var other = await CreateGroupAsync("other");
        await _lab.Host.Events.WhenIdleAsync(Cancelled);
        await _client.LabAsync("DeliverEvents", "Manner=Lost");
        await _client.Ec2TextAsync("return", "AuthorizeSecurityGroupEgress",
            $"GroupId={other}&IpPermissions.1.IpProtocol=-1&IpPermissions.1.Ipv6Ranges.1.CidrIpv6=::/0");
        await PassAsync(days + 1);

        Assert.Equal(["egress any to 0.0.0.0/0"], Rules(group));
        Assert.Equal(["egress any to 0.0.0.0/0"], Rules(other));
        Assert.All(_lab.Host.Mailbox.Messages.Where(mail => mail.Body.Contains(group, StringComparison.Ordinal)),
            mail => Assert.Contains("entered the baseline", mail.Subject, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_baseline_is_listed_and_cannot_be_while_the_table_fails()
    {
        var group = await CreateGroupAsync("web");
        await OpenAsync(group, 22);
        await using var api = await LabApi.StartAsync(_lab, 0, Cancelled);
        Assert.Empty((await BaselineAsync(api)).GetProperty("entries").EnumerateArray());

        await _lab.SweepAsync(GuardedLab.Region, Cancelled);

        var entries = (await BaselineAsync(api)).GetProperty("entries").EnumerateArray().ToList();
        var entry = entries.Single(entry => entry.GetProperty("rule").GetString() == Ssh);
        Assert.Equal((group, "web"), (entry.GetProperty("group").GetProperty("id").GetString(),
            entry.GetProperty("group").GetProperty("name").GetString()));
        Assert.Equal(("no-world-open-ingress", "first-look"),
            (entry.GetProperty("guardrail").GetString(), entry.GetProperty("reason").GetString()));
        Assert.Equal(0, entry.GetProperty("interfaces").GetInt32());
        await _client.LabAsync("Record", "Fails=true");
        using var http = new HttpClient();
        Assert.Equal(HttpStatusCode.BadGateway, (await http.GetAsync(new Uri(api.Url, "/api/baseline"), Cancelled)).StatusCode);
    }

    [Fact]
    public async Task While_the_table_fails_a_sweep_is_not_complete_and_nothing_old_goes()
    {
        var group = await CreateGroupAsync("web");
        await OpenAsync(group, 22);
        await _lab.SweepAsync(GuardedLab.Region, Cancelled);
        _responses.Clear();
        await _client.LabAsync("Record", "Fails=true&Code=AccessDeniedException&StatusCode=400");

        await _lab.SweepAsync(GuardedLab.Region, Cancelled);
        await OpenAsync(group, 443);
        await _lab.Host.Events.WhenIdleAsync(Cancelled);

        Assert.Equal([Ssh], Ingress(group));
        Assert.Equal(0, _responses.Sum(response => response.SweepsCompleted));
    }

    private async Task<string> CreateGroupAsync(string name) =>
        await _client.Ec2TextAsync("groupId", "CreateSecurityGroup", $"GroupName={name}&GroupDescription={name}");

    private Task<string> OpenAsync(string group, int port) => _client.Ec2TextAsync("return", "AuthorizeSecurityGroupIngress",
        $"GroupId={group}&IpProtocol=tcp&FromPort={port}&ToPort={port}&CidrIp=0.0.0.0/0");

    // a sweep at each day's beginning, and one at the end
    private async Task PassAsync(int days)
    {
        for (var i = 0; i < days; i++)
        {
            await _lab.SweepAsync(GuardedLab.Region, Cancelled);
            _lab.Host.Clock.PutAhead(TimeSpan.FromDays(1));
        }
        await _lab.SweepAsync(GuardedLab.Region, Cancelled);
    }

    private IEnumerable<string> Rules(string groupId) => _lab.Host.Account.Groups(GuardedLab.Region)
        .Single(group => group.GroupId == groupId).Rules.Select(rule => rule.ToString());

    private IEnumerable<string> Ingress(string groupId) =>
        Rules(groupId).Where(rule => rule.StartsWith("ingress", StringComparison.Ordinal));

    private static async Task<JsonElement> BaselineAsync(LabApi api)
    {
        using var http = new HttpClient();
        return JsonDocument.Parse(await http.GetStringAsync(new Uri(api.Url, "/api/baseline"), Cancelled)).RootElement;
    }
}
