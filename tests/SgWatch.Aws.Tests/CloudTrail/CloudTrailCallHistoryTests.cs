using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using SgWatch.Aws.CloudTrail;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Rules;

namespace SgWatch.Aws.Tests.CloudTrail;

public sealed class CloudTrailCallHistoryTests
{
    private const string Own = "111122223333";
    private const string Member = "123456789012";
    private const string Group = "sg-0123456789abcdef0";
    private const string RuleId = "sgr-0aaaaaaaaaaaaaaaa";
    private const string Pipeline = "arn:aws:iam::111122223333:role/deploy-pipeline";
    private const string Mallory = "arn:aws:iam::111122223333:user/mallory";
    private const string List = "pl-0123456789abcdef0";

    private static readonly SecurityGroupRule Ssh =
        RuleText.Parse("ingress tcp/22 from 0.0.0.0/0") with { SecurityGroupRuleId = RuleId };

    private static readonly SecurityGroupRule ThroughList =
        RuleText.Parse($"ingress tcp/22 from {List}") with { SecurityGroupRuleId = RuleId };

    private readonly SkippingClock _time = new(new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task The_call_that_made_a_rule_is_found_by_the_rules_id()
    {
        var aws = Answering(Page(Authorize(Pipeline, RuleId, 22, minute: 3)));
        var maker = await MakerAsync(aws);

        Assert.Equal((Pipeline, new(2026, 11, 28, 11, 3, 0, TimeSpan.Zero)), (maker?.Actor?.Arn, maker?.EventTime));
        var request = Assert.Single(aws.Requests);
        Assert.Equal("https://cloudtrail.eu-west-1.amazonaws.com/", request.RequestUri!.ToString());
        var call = Assert.Single(aws.Calls);
        Assert.Equal("com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents", call["Action"]);
        Assert.Equal(
            $$"""{"LookupAttributes":[{"AttributeKey":"ResourceName","AttributeValue":"{{RuleId}}"}],"MaxResults":50}""", call["Body"]);
    }

    [Fact]
    public async Task Without_an_answer_it_is_looked_for_by_the_groups_id()
    {
        var aws = Answering(Page(), Page(Authorize(Pipeline, RuleId, 22)));
        Assert.Equal(Pipeline, (await MakerAsync(aws))?.Actor?.Arn);
        Assert.Equal([RuleId, Group], aws.Calls.Select(Asked));
    }

    [Fact]
    public async Task No_call_is_no_maker() => Assert.Null(await MakerAsync(Answering(Page(), Page())));

    [Theory] // the event's rule, the port it opened, and who is the maker of tcp/22 under RuleId
    [InlineData(RuleId, 22, Mallory)]
    [InlineData(RuleId, 23, null)]
    [InlineData("sgr-0bbbbbbbbbbbbbbbb", 22, null)]
    public async Task An_event_speaks_only_for_the_rule_and_content_that_it_made(string ruleId, int port, string? maker) =>
        Assert.Equal(maker, (await MakerAsync(Answering(Page(), Page(Authorize(Mallory, ruleId, port)))))?.Actor?.Arn);

    [Fact] // the rule's answer is left out where it is longer than CloudTrail takes
    public async Task An_event_without_ids_speaks_for_its_content() => Assert.Equal(
        Pipeline, (await MakerAsync(Answering(Page(), Page(Authorize(Pipeline, null, 22)))))?.Actor?.Arn);

    [Theory]
    [InlineData("sg-0eeeeeeeeeeeeeeee", null)] // another group's
    [InlineData(Group, "Client.UnauthorizedOperation")] // refused
    public async Task An_event_of_another_group_or_one_that_failed_is_no_maker(string group, string? error) => Assert.Null(
        await MakerAsync(Answering(Page(), Page(Authorize(Mallory, error is null ? null : RuleId, 22, group: group, error: error)))));

    [Fact] // what makes an event unreadable is in anybody's hand, and the name in it too
    public async Task An_event_that_cant_be_read_in_full_is_no_maker() => Assert.Null(await MakerAsync(Answering(
        Page(), Page(Record(Pipeline, "AuthorizeSecurityGroupIngress", $$"""{"groupId":"{{Group}}","ipPermissions":"?"}""", "null")))));

    [Fact]
    public async Task The_latest_call_that_gave_the_rule_its_content_made_it() => Assert.Equal(
        Mallory,
        (await MakerAsync(Answering(Page(
            Modify(Mallory, 22, minute: 9), Modify(Pipeline, 80, minute: 8), Authorize(Pipeline, RuleId, 22, minute: 3)))))?.Actor?.Arn);

    [Fact] // a Modify may be found by its name only
    public async Task A_rule_that_its_own_call_made_otherwise_is_looked_for_by_the_name_of_the_call_too()
    {
        var aws = Answering(Page(), Page(Authorize(Pipeline, RuleId, 80)), Page(Modify(Mallory, 22)));
        Assert.Equal(Mallory, (await MakerAsync(aws))?.Actor?.Arn);
        Assert.Equal([RuleId, Group, "ModifySecurityGroupRules"], aws.Calls.Select(Asked));
    }

    [Fact]
    public async Task An_edit_of_the_description_makes_nobody_the_maker() => Assert.Equal(
        Mallory,
        (await MakerAsync(Answering(Page(Modify(Pipeline, 22, minute: 9), Authorize(Mallory, RuleId, 22, minute: 3)))))?.Actor?.Arn);

    [Fact]
    public async Task A_remembered_rule_that_changed_is_looked_for_by_the_name_of_the_call()
    {
        var aws = Answering(Page(
            Modify(Pipeline, 22, ruleId: "sgr-0bbbbbbbbbbbbbbbb"), Modify(Mallory, 22, minute: 5), Modify(Pipeline, 80, minute: 4)));
        Assert.Equal(Mallory, (await MakerAsync(aws, isModified: true))?.Actor?.Arn);
        Assert.Contains(
            """{"AttributeKey":"EventName","AttributeValue":"ModifySecurityGroupRules"}""", Assert.Single(aws.Calls)["Body"],
            StringComparison.Ordinal);
    }

    [Theory] // who modified the rule's list, and who is answered for
    [InlineData(Pipeline, Pipeline, Pipeline)]
    [InlineData(Mallory, Pipeline, null)]
    public async Task A_grown_list_has_a_maker_only_if_one_principal_made_every_call(string earlier, string later, string? maker)
    {
        var aws = Answering(Page(), Page(ModifyList(later, minute: 9), ModifyList(earlier, minute: 3)), Page());
        Assert.Equal(maker, (await MakerAsync(aws, ThroughList, isModified: true))?.Actor?.Arn);
    }

    [Fact]
    public async Task At_most_four_pages_are_read_and_then_nobody_knows()
    {
        var aws = FakeAws.Answering(form => Asked(form) == RuleId ? Page() : PageThen("more", ModifyList(Mallory)));
        Assert.Null(await MakerAsync(aws));
        Assert.Equal(5, aws.Calls.Count);
        Assert.Contains("\"NextToken\":\"more\"", aws.Calls.Last()["Body"], StringComparison.Ordinal);
    }

    [Fact] // some description edits, and no end: who made it may be on any further page
    public async Task An_unfinished_search_knows_nobody() => Assert.Null(
        await MakerAsync(FakeAws.Answering(form => Asked(form) == RuleId ? Page() : PageThen("more", Modify(Pipeline, 22)))));

    [Fact]
    public async Task A_page_that_is_too_long_counts_as_too_many_pages()
    {
        var aws = FakeAws.Answering(_ => new string(' ', (16 << 20) + 1));
        Assert.Null(await MakerAsync(aws));
        Assert.Equal(2, aws.Calls.Count);
    }

    [Fact]
    public async Task Calls_keep_to_half_of_what_CloudTrail_grants_each_account_and_region()
    {
        var aws = FakeAws.Answering(_ => Page());
        var calls = History(aws);
        var began = _time.GetUtcNow();
        await FindAsync(calls, new(Own, "eu-west-1"));
        await FindAsync(calls, new(Own, "eu-west-1"));
        Assert.Equal(3, (_time.GetUtcNow() - began).TotalSeconds);
        await FindAsync(calls, new(Own, "us-east-1"));
        Assert.Equal(4, (_time.GetUtcNow() - began).TotalSeconds);
        Assert.Equal("https://cloudtrail.us-east-1.amazonaws.com/", aws.Requests.Last().RequestUri!.ToString());
    }

    [Fact]
    public async Task A_members_calls_are_asked_for_by_the_role_there()
    {
        var aws = FakeAws.Answering(form => form.GetValueOrDefault("Action") == "AssumeRole" ? $"""
            <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
            <AccessKeyId>KEY-{form["RoleArn"].Split(':')[4]}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
            <Expiration>2026-11-28T13:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>
            """ : Page(Authorize(Pipeline, RuleId, 22)));
        Assert.IsType<CallResult<Origin?>.Ok>(await FindAsync(History(aws), new(Member, "eu-west-1")));
        Assert.Contains(
            $"Credential=KEY-{Member}/", Assert.Single(aws.Requests.Last().Headers.GetValues("Authorization")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ThrottlingException", CallFailureKind.Transient)]
    [InlineData("AccessDeniedException", CallFailureKind.Refused)]
    public async Task A_refusal_is_a_failure(string code, CallFailureKind kind)
    {
        var aws = FakeAws.Refusing(HttpStatusCode.BadRequest, $$"""{"__type":"{{code}}","Message":"why"}""");
        var failure = Assert.IsType<CallResult<Origin?>.Failed>(await FindAsync(History(aws), new(Own, null))).Failure;
        Assert.Equal(new CallFailure(kind, "LookupEvents", code, "why"), failure);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>a proxy's page</html>")]
    [InlineData("""{"Events":{}}""")]
    public async Task An_unreadable_answer_is_transient(string body) => Assert.Equal(CallFailureKind.Transient,
        (await FindAsync(History(FakeAws.Answering(_ => body)), new(Own, null))).FailureOrNull?.Kind);

    private CloudTrailCallHistory History(FakeAws aws)
    {
        var connection = aws.Connect();
        return new(connection, new(connection, _time) { Id = Own }, new(connection, new("sgwatch-member", null), _time), _time);
    }

    private static Task<CallResult<Origin?>> FindAsync(
        CloudTrailCallHistory calls, AccountRegion at, SecurityGroupRule? rule = null, bool isModified = false) =>
        calls.FindMakerAsync(at, Group, rule ?? Ssh, isModified, TestContext.Current.CancellationToken);

    private async Task<Origin?> MakerAsync(FakeAws aws, SecurityGroupRule? rule = null, bool isModified = false) =>
        Assert.IsType<CallResult<Origin?>.Ok>(await FindAsync(History(aws), new(Own, "eu-west-1"), rule, isModified)).Value;

    private static string Asked(IReadOnlyDictionary<string, string> call)
    {
        using var body = JsonDocument.Parse(call["Body"]);
        return body.RootElement.GetProperty("LookupAttributes")[0].GetProperty("AttributeValue").GetString()!;
    }

    private static FakeAws Answering(params string[] pages)
    {
        var next = 0;
        return FakeAws.Answering(_ => next < pages.Length ? pages[next++] : Page());
    }

    private static string Page(params string[] records) => PageThen(null, records);

    private static string PageThen(string? next, params string[] records) => JsonSerializer.Serialize(new
    {
        Events = records.Select(record => new { EventId = "e", EventTime = 1.7e9, CloudTrailEvent = record }),
        NextToken = next,
    });

    private static string Authorize(
        string arn, string? ruleId, int port, int minute = 0, string group = Group, string? error = null)
    {
        var ports = $"""
            "ipProtocol":"tcp","fromPort":{port},"toPort":{port}
            """;
        var permissions = $$$"""{"items":[{ {{{ports}}},"ipRanges":{"items":[{"cidrIp":"0.0.0.0/0"}]}}]}""";
        var made = $$$"""
            {"items":[{"groupId":"{{{group}}}","securityGroupRuleId":"{{{ruleId}}}","isEgress":false,{{{ports}}},"cidrIpv4":"0.0.0.0/0"}]}
            """;
        return Record(arn, "AuthorizeSecurityGroupIngress",
            $$$"""{"groupId":"{{{group}}}","ipPermissions":{{{permissions}}} }""",
            ruleId is null ? "null" : $$$"""{"securityGroupRuleSet":{{{made}}} }""", minute, error);
    }

    private static string Modify(string arn, int port, int minute = 0, string ruleId = RuleId)
    {
        var rule = $$$"""{"IpProtocol":"tcp","FromPort":{{{port}}},"ToPort":{{{port}}},"CidrIpv4":"0.0.0.0/0"}""";
        var rules = $$$"""{"SecurityGroupRuleId":"{{{ruleId}}}","SecurityGroupRule":{{{rule}}} }""";
        return Record(arn, "ModifySecurityGroupRules",
            $$$"""{"ModifySecurityGroupRulesRequest":{"GroupId":"{{{Group}}}","SecurityGroupRule":{{{rules}}} } }""",
            """{"ModifySecurityGroupRulesResponse":{"return":true}}""", minute);
    }

    private static string ModifyList(string arn, int minute = 0) => Record(arn, "ModifyManagedPrefixList",
        $$$"""{"ModifyManagedPrefixListRequest":{"PrefixListId":"{{{List}}}","AddEntry":{"Cidr":"0.0.0.0/0"} } }""", "null", minute);

    private static string Record(string arn, string name, string request, string answer, int minute = 0, string? error = null) => $$"""
        {"eventVersion":"1.09","userIdentity":{"type":"IAMUser","arn":"{{arn}}"},"eventTime":"2026-11-28T11:{{minute:00}}:00Z",
         "eventSource":"ec2.amazonaws.com","eventName":"{{name}}","awsRegion":"eu-west-1","recipientAccountId":"{{Own}}",
         {{(error is null ? "" : $"\"errorCode\":\"{error}\",")}}"requestParameters":{{request}},"responseElements":{{answer}}}
        """;

    /// <summary>A clock that a pause moves on by itself.</summary>
    private sealed class SkippingClock(DateTimeOffset now) : FakeTimeProvider(now)
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime > TimeSpan.Zero && dueTime < TimeSpan.FromSeconds(5))
            {
                Advance(dueTime);
            }
            return timer;
        }
    }
}
