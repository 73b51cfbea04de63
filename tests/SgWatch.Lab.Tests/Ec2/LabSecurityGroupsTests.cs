using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using SgWatch.Aws.Connections;
using SgWatch.Aws.Ec2;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Lab.Ec2;
using SgWatch.Rules;

namespace SgWatch.Lab.Tests.Ec2;

/// <summary>The lab's EC2 without HTTP in between: it says what the AWS SDK gets over HTTP, and does what its settings say.</summary>
public sealed class LabSecurityGroupsTests
{
    private const string Account = "111122223333";
    private const string Region = "eu-west-1";

    private readonly FakeTimeProvider _time = new(new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero));

    /// <summary>Calls of which none changes anything: those that read, and those that EC2 refuses.</summary>
    private static readonly Dictionary<string, Func<ISecurityGroups, SecurityGroup, Task<object>>> Harmless = new()
    {
        ["a group read"] = async (ec2, web) => Text(await ec2.ReadAsync(web.GroupId, default)),
        ["no group read"] = async (ec2, _) => Text(await ec2.ReadAsync("sg-0123456789abcdef0", default)),
        ["an id that is none read"] = async (ec2, _) => Text(await ec2.ReadAsync("sg-web", default)),
        ["a group found by its name in the default VPC"] = async (ec2, _) => Text(await ec2.FindAsync("default", null, default)),
        ["a group found by its name in its VPC"] = async (ec2, web) => Text(await ec2.FindAsync("web", web.VpcId, default)),
        ["no group found"] = async (ec2, web) => Text(await ec2.FindAsync("nobody", web.VpcId, default)),
        ["all groups listed"] = async (ec2, _) => Text(await ec2.ListAsync(new GroupFilter.Every(), null, default)),
        ["the groups listed that use a list"] = async (ec2, _) =>
            Text(await ec2.ListAsync(new GroupFilter.Using("pl-0123456789abcdef0", IsEgress: false), null, default)),
        ["a page that there is not"] = async (ec2, _) => Text(await ec2.ListAsync(new GroupFilter.Every(), "!", default)),
        ["a prefix list read"] = async (ec2, _) => Text(await ec2.ReadPrefixListAsync("pl-0123456789abcdef0", default)),
        ["an IPv6 prefix list read"] = async (ec2, _) => Text(await ec2.ReadPrefixListAsync("pl-0123456789abcdef6", default)),
        ["no prefix list read"] = async (ec2, _) => Text(await ec2.ReadPrefixListAsync("pl-0123456789abcdef9", default)),
        ["a prefix list read while it changes"] = async (ec2, _) => Text(await ec2.ReadPrefixListAsync("pl-0123456789abcdef5", default)),
        ["a rule revoked that is not there"] = async (ec2, web) =>
            Text(await ec2.RevokeAsync(web.GroupId, false, ["sgr-0123456789abcdef9"], default)),
        ["a rule revoked beside one that is not there"] = async (ec2, web) =>
            Text(await ec2.RevokeAsync(web.GroupId, false, [web.Rules[0].SecurityGroupRuleId!, "sgr-0123456789abcdef9"], default)),
        ["a rule revoked in the other direction"] = async (ec2, web) =>
            Text(await ec2.RevokeAsync(web.GroupId, true, [web.Rules[0].SecurityGroupRuleId!], default)),
        ["a rule authorized that is there"] = async (ec2, web) => Text(await ec2.AuthorizeAsync(web.GroupId, false, web.Rules, default)),
        ["a rule authorized beside one that is there"] = async (ec2, web) =>
            Text(await ec2.AuthorizeAsync(web.GroupId, false, [RuleText.Parse("ingress tcp/80 from 10.0.0.0/8"), web.Rules[0]], default)),
        ["a rule authorized twice in a call"] = async (ec2, web) => Text(await ec2.AuthorizeAsync(
            web.GroupId, false, [.. Enumerable.Repeat(RuleText.Parse("ingress tcp/80 from 10.0.0.0/8"), 2)], default)),
        ["a description that EC2 does not allow"] = async (ec2, web) =>
            Text(await ec2.AuthorizeAsync(
                web.GroupId, false, [RuleText.Parse("ingress tcp/80 from 10.0.0.0/8") with { Description = "<b>" }], default)),
        ["a group as peer that is not there"] = async (ec2, web) =>
            Text(await ec2.AuthorizeAsync(web.GroupId, true, [RuleText.Parse("egress any to sg-0123456789abcdef9")], default)),
        ["a list as peer that is not there"] = async (ec2, web) =>
            Text(await ec2.AuthorizeAsync(web.GroupId, true, [RuleText.Parse("egress any to pl-0123456789abcdef9")], default)),
        ["a peer that nobody knows"] = async (ec2, web) =>
            Text(await ec2.AuthorizeAsync(web.GroupId, true, [new(null, true, Service.Any, new Peer.Unknown("x"))], default)),
        ["more rules than the quota"] = async (ec2, web) => Text(await ec2.AuthorizeAsync(
            web.GroupId, false, [.. Enumerable.Range(1, 60).Select(i => RuleText.Parse($"ingress tcp/{i} from 10.0.0.0/8"))], default)),
        ["a change of no group"] = async (ec2, _) =>
            Text(await ec2.RevokeAsync("sg-0123456789abcdef9", false, ["sgr-0123456789abcdef9"], default)),
    };

    /// <summary>Rules that EC2 stores as they are: authorized by one way, they read the same by both.</summary>
    private static readonly string[] Stored =
    [
        "ingress tcp/22 from 203.0.113.0/24", "ingress udp/53-54 from 2001:db8::/32", "ingress icmp/3/4 from 10.0.0.0/8",
        "ingress icmp from 10.0.0.0/8", "ingress icmpv6 from ::/0", "ingress 50 from 10.0.0.0/8", "ingress any from 10.0.0.0/8",
        "ingress tcp/443 from pl-0123456789abcdef0",
    ];

    public static TheoryData<string> Calls => [.. Harmless.Keys];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Calls))]
    public async Task It_answers_what_the_sdk_gets_over_http(string call)
    {
        await using var lab = await LabHost.StartAsync(new() { AccountId = Account, TimeProvider = _time }, Cancelled);
        var web = Prepare(lab.Account);
        using var connection = Connect(lab);
        var before = await Harmless["all groups listed"](lab.Account.SecurityGroups(Region), web);

        var answer = await Harmless[call](lab.Account.SecurityGroups(Region), web);

        Assert.Equal(await Harmless[call](OverHttp(connection), web), answer);
        Assert.Equal(before, await Harmless["all groups listed"](lab.Account.SecurityGroups(Region), web));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_authorized_by_one_way_reads_the_same_by_both(bool isOverHttp)
    {
        await using var lab = await LabHost.StartAsync(new() { AccountId = Account, TimeProvider = _time }, Cancelled);
        var web = Prepare(lab.Account);
        using var connection = Connect(lab);
        var (direct, overHttp) = (lab.Account.SecurityGroups(Region), OverHttp(connection));
        ImmutableArray<SecurityGroupRule> rules =
        [
            .. Stored.Append($"ingress tcp/1 from {web.GroupId}").Select(text => RuleText.Parse(text) with
            {
                Description = "as it was",
                Tags = ImmutableSortedDictionary<string, string>.Empty.Add("Name", "a b").Add("team", ""),
            }),
        ];

        Assert.IsType<CallResult<Done>.Ok>(
            await (isOverHttp ? overHttp : direct).ForIncident("inc-1").AuthorizeAsync(web.GroupId, false, rules, Cancelled));
        var read = await direct.ReadAsync(web.GroupId, Cancelled);
        Assert.Equal(Text(await overHttp.ReadAsync(web.GroupId, Cancelled)), Text(read));
        var all = ((CallResult<SecurityGroup>.Ok)read).Value.Rules;
        Assert.True((await direct.ReadTagsAsync([.. all.Select(r => r.SecurityGroupRuleId!)], Cancelled)).TryGet(out var tags, out _));
        Assert.Equal(
            web.Rules.AddRange(rules).Select(rule => $"{rule} {rule.Description} {Text(rule.Tags)}").Order(StringComparer.Ordinal),
            all.Select(rule => $"{rule} {rule.Description} {Text(tags![rule.SecurityGroupRuleId!])}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_change_is_seen_only_after_the_delay_and_by_listings_after_their_own()
    {
        var organization = new LabOrganization(Account, Region, _time);
        var account = organization.Account(Account);
        var web = Prepare(account);
        (account.Settings.ReadDelay, account.Settings.ListDelay) = (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5));
        var ec2 = organization.Open(default);

        await ec2.RevokeAsync(web.GroupId, false, [web.Rules[0].SecurityGroupRuleId!], Cancelled);

        Assert.Empty(account.Groups(Region).Single(group => group.GroupId == web.GroupId).Rules); // it is done
        foreach (var (seconds, read, listed) in new[] { (0, 1, 1), (1, 1, 1), (2, 0, 1), (4, 0, 1), (5, 0, 0), (60, 0, 0) })
        {
            _time.SetUtcNow(new DateTimeOffset(2026, 8, 1, 12, 0, 0, TimeSpan.Zero).AddSeconds(seconds));
            Assert.Equal((seconds, read, listed), (seconds, await ReadAsync(), await ListAsync()));
        }

        async Task<int> ReadAsync() => ((CallResult<SecurityGroup>.Ok)await ec2.ReadAsync(web.GroupId, Cancelled)).Value.Rules.Length;

        async Task<int> ListAsync() => ((CallResult<SecurityGroupPage>.Ok)await ec2.ListAsync(new GroupFilter.Every(), null, Cancelled))
                .Value.Groups.Single(group => group.GroupId == web.GroupId).Rules.Length;
    }

    [Fact]
    public async Task A_group_that_was_just_made_is_not_found_until_the_delay_is_over()
    {
        var organization = new LabOrganization(Account, Region, _time);
        var account = organization.Account(Account);
        account.Settings.ReadDelay = TimeSpan.FromSeconds(2);
        var web = Prepare(account);
        var ec2 = organization.Open(default);

        Assert.Equal(CallFailureKind.NotFound, (await ec2.ReadAsync(web.GroupId, Cancelled)).FailureOrNull?.Kind);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Null((await ec2.ReadAsync(web.GroupId, Cancelled)).FailureOrNull);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public async Task A_fault_keeps_a_call_from_being_done_or_only_its_answer_from_arriving(bool isAfter, int rules)
    {
        var account = new LabOrganization(Account, Region, _time).Account(Account);
        var web = Prepare(account);
        account.Faults.Add(
            new(call => call.Action == "RevokeSecurityGroupIngress", new("InternalError", "later", 500)) { IsAfter = isAfter });

        var answer = await account.SecurityGroups(Region).RevokeAsync(web.GroupId, false, [web.Rules[0].SecurityGroupRuleId!], Cancelled);

        Assert.Equal(new(CallFailureKind.Transient, "RevokeSecurityGroupIngress", "InternalError", "later"), answer.FailureOrNull);
        Assert.Equal(rules, account.Groups(Region).Single(group => group.GroupId == web.GroupId).Rules.Length);
    }

    [Fact]
    public async Task The_quota_is_the_accounts()
    {
        var account = new LabOrganization(Account, Region, _time).Account(Account);
        var web = Prepare(account);
        account.Settings.MaxRulesPerGroup = 1;

        var answer = await account.SecurityGroups(Region).AuthorizeAsync(
            web.GroupId, false, [RuleText.Parse("ingress tcp/80 from 10.0.0.0/8")], Cancelled);

        Assert.Equal((CallFailureKind.Rejected, "RulesPerSecurityGroupLimitExceeded"),
            (answer.FailureOrNull?.Kind, answer.FailureOrNull?.Code));
    }

    [Fact]
    public async Task Accounts_and_regions_are_apart_and_one_that_is_none_is_refused()
    {
        var organization = new LabOrganization(Account, Region, _time);
        var web = Prepare(organization.Account(Account));
        (string? Account, string? Region)[] asked = [(null, null), (Account, "us-east-1"), ("222222222222", null), (null, "moon")];
        var answers = await Task.WhenAll(asked.Select(async at =>
            (await organization.Open(new(at.Account, at.Region)).ReadAsync(web.GroupId, default)).FailureOrNull?.Code ?? "found"));
        Assert.Equal(["found", "InvalidGroup.NotFound", "InvalidGroup.NotFound", "AuthFailure"], answers);
    }

    private static SecurityGroup Prepare(LabAccount account)
    {
        account.PutPrefixList(Region, "pl-0123456789abcdef0", "203.0.113.0/24", "198.51.100.0/24");
        account.PutPrefixList(Region, "pl-0123456789abcdef6", "2001:db8::/32");
        account.PutPrefixList(Region, "pl-0123456789abcdef5", "203.0.113.0/24");
        account.SetPrefixListState(Region, "pl-0123456789abcdef5", "modify-in-progress");
        var web = new SecurityGroup("sg-0123456789abcdef1", "web")
        {
            OwnerId = Account,
            Region = Region,
            VpcId = "vpc-0123456789abcdef0",
            Description = "the web",
            Tags = ImmutableSortedDictionary<string, string>.Empty.Add("tier", "edge"),
            Rules = [RuleText.Parse("ingress tcp/22 from 0.0.0.0/0") with
            {
                SecurityGroupRuleId = "sgr-0123456789abcdef0",
                Description = "for a while",
                Tags = ImmutableSortedDictionary<string, string>.Empty.Add("Name", "ssh"),
            }],
        };
        account.Put(web);
        account.Put(web with
        {
            GroupId = "sg-0123456789abcdef2",
            GroupName = "other",
            Rules = [RuleText.Parse("ingress tcp/22 from pl-0123456789abcdef0") with { SecurityGroupRuleId = "sgr-0123456789abcdef2" }],
        });
        return web;
    }

    private static AwsConnection Connect(LabHost lab) =>
        new(new() { Region = Region, AccessKeyId = "AKIATEST", SecretAccessKey = "lab", EndpointUrl = lab.Url }, _ => { });

    private static ISecurityGroups OverHttp(AwsConnection connection) =>
        new AwsSecurityGroupsProvider(connection, new(connection, TimeProvider.System) { Id = Account }, TimeProvider.System)
            .Open(new(null, Region));

    // the sentence beside a code is nobody's to read
    private static object Text<T>(CallResult<T> answer) => answer switch
    {
        CallResult<T>.Ok { Value: SecurityGroup group } => Text(group),
        CallResult<T>.Ok { Value: SecurityGroupPage page } =>
            $"{page.Calls} calls: {string.Join('\n', page.Groups.Select(Text))}, then {page.NextToken}",
        CallResult<T>.Ok ok => $"{ok.Value}",
        _ => answer.FailureOrNull! with { Message = "" },
    };

    private static string Text(SecurityGroup group) =>
        $"{group with { Rules = [], Tags = ImmutableSortedDictionary<string, string>.Empty }} {Text(group.Tags)} "
            + $"{string.Join('\n', group.Rules.Select(rule => $"{rule.SecurityGroupRuleId} {rule} {rule.Description} {Text(rule.Tags)}"))}";

    private static string Text(ImmutableSortedDictionary<string, string> tags) =>
        string.Join(',', tags.Select(tag => $"{tag.Key}={tag.Value}"));
}
