using System.Text;
using System.Text.Json;
using SgWatch.Calls;
using SgWatch.Lab.Api;
using SgWatch.Lab.Events;
using SgWatch.Lab.Trail;

namespace SgWatch.Lab.Tests.Trail;

/// <summary>CloudTrail's history, over HTTP and in this process.</summary>
public sealed class LookupEventsTests : LabFixture
{
    [Fact]
    public async Task A_call_is_found_by_its_group_with_its_record_and_who_made_it()
    {
        var group = await CreateGroupAsync("web");
        await CreateGroupAsync("other");
        Time.Advance(TimeSpan.FromSeconds(5));
        var rule = await AuthorizeAsync(group, "IpProtocol=tcp&FromPort=22&ToPort=22&CidrIp=0.0.0.0/0");

        var events = await EventsOfAsync("""{"LookupAttributes":[{"AttributeKey":"ResourceName","AttributeValue":"GROUP"}]}""", group);

        Assert.Equal(["AuthorizeSecurityGroupIngress", "CreateSecurityGroup"], events.Select(found => Text(found, "EventName")));
        var newest = events[0];
        Assert.Equal(("lab", "false", "AKIATEST", "ec2.amazonaws.com"),
            (Text(newest, "Username"), Text(newest, "ReadOnly"), Text(newest, "AccessKeyId"), Text(newest, "EventSource")));
        Assert.Equal(Time.GetUtcNow().ToUnixTimeSeconds(), newest.GetProperty("EventTime").GetInt64());
        Assert.Equal($$"""[{"ResourceType":"AWS::EC2::SecurityGroup","ResourceName":"{{group}}"}]""",
            newest.GetProperty("Resources").GetRawText());
        var record = JsonDocument.Parse(Text(newest, "CloudTrailEvent")).RootElement;
        Assert.Equal(Text(newest, "EventId"), Text(record, "eventID"));
        Assert.Contains(rule, record.GetProperty("responseElements").GetRawText(), StringComparison.Ordinal);
        Assert.Equal((await EventsAsync())[^1].GetProperty("detail").GetRawText(), record.GetRawText());
    }

    [Theory]
    [InlineData("EventName", "DeleteSecurityGroup", 2)] // one of them was refused
    [InlineData("Username", "lab", 5)]
    [InlineData("Username", "nobody", 0)]
    [InlineData("EventSource", "ec2.amazonaws.com", 5)]
    [InlineData("AccessKeyId", "AKIATEST", 5)]
    [InlineData("ReadOnly", "false", 5)]
    [InlineData("ReadOnly", "true", 0)]
    [InlineData("ResourceType", "AWS::EC2::SecurityGroup", 5)]
    [InlineData("ResourceName", "web", 1)] // by the name, where the call has it
    public async Task Every_attribute_finds_its_events(string key, string value, int count)
    {
        var group = await CreateGroupAsync("web");
        await AuthorizeAsync(group, "IpProtocol=tcp&FromPort=22&ToPort=22&CidrIp=0.0.0.0/0");
        await Client.Ec2Async("CreateTags", $"ResourceId.1={group}&Tag.1.Key=a&Tag.1.Value=b");
        await Client.Ec2Async("DeleteSecurityGroup", $"GroupId={group}");
        await Client.Ec2Async("DeleteSecurityGroup", $"GroupId={group}");
        await Client.Ec2Async("DescribeSecurityGroups");

        Assert.Equal(count, Find(new() { AttributeKey = key, AttributeValue = value }).Events.Length);
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 3)]
    public async Task An_edited_rule_is_found_by_its_group_only_if_the_setting_says_so(bool isListed, int count)
    {
        Lab.Account.Trail.Settings.ListsResourcesOfNewerCalls = isListed;
        var group = await CreateGroupAsync("web");
        var rule = await AuthorizeAsync(group, "IpProtocol=tcp&FromPort=22&ToPort=22&CidrIp=10.0.0.0/8");
        await Client.Ec2TextAsync("return", "ModifySecurityGroupRules",
            $"GroupId={group}&SecurityGroupRule.1.SecurityGroupRuleId={rule}&SecurityGroupRule.1.SecurityGroupRule.IpProtocol=-1"
                + "&SecurityGroupRule.1.SecurityGroupRule.CidrIpv4=0.0.0.0/0");

        Assert.Equal(count, Find(new() { AttributeKey = "ResourceName", AttributeValue = group }).Events.Length);
        Assert.Single(Find(new() { AttributeKey = "EventName", AttributeValue = "ModifySecurityGroupRules" }).Events);
    }

    [Fact]
    public async Task Pages_go_on_where_the_page_before_ended_though_new_events_come()
    {
        Lab.Account.Trail.Settings.RateLimit = null;
        for (var i = 0; i < 5; i++)
        {
            await CreateGroupAsync($"g{i}");
        }
        var query = new TrailQuery { AttributeKey = "EventName", AttributeValue = "CreateSecurityGroup", MaxResults = 2 };
        var names = new List<string>();
        var page = Find(query);
        while (true)
        {
            names.AddRange(page.Events.Select(found => found.Resources[0].Name));
            if (page.NextToken is null)
            {
                break;
            }
            await CreateGroupAsync($"new{names.Count}");
            page = Find(query with { NextToken = page.NextToken });
        }
        Assert.Equal(["g4", "g3", "g2", "g1", "g0"], names);
    }

    [Fact]
    public async Task A_token_of_another_query_is_refused()
    {
        await CreateGroupAsync("a");
        await CreateGroupAsync("b");
        var token = Find(new() { MaxResults = 1 }).NextToken;

        var failure = Lab.Account.Trail.LookupEvents("us-east-1", new() { StartTime = Time.GetUtcNow(), NextToken = token }).FailureOrNull;

        Assert.Equal((CallFailureKind.Rejected, "InvalidNextTokenException"), (failure?.Kind, failure?.Code));
    }

    [Fact]
    public async Task A_range_of_time_has_both_its_ends_and_no_event_of_more_than_90_days_ago()
    {
        Lab.Account.Trail.Settings.RateLimit = null;
        var start = Time.GetUtcNow();
        for (var i = 0; i < 4; i++)
        {
            await CreateGroupAsync($"g{i}");
            Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(2, Find(new() { StartTime = start.AddMinutes(1), EndTime = start.AddMinutes(2) }).Events.Length);
        Time.Advance(TimeSpan.FromDays(90) - TimeSpan.FromMinutes(2));
        Assert.Equal(["g3", "g2"], Find(new()).Events.Select(found => found.Resources[0].Name));
    }

    [Fact]
    public async Task An_event_shows_late_if_the_setting_says_so()
    {
        Lab.Account.Trail.Settings.Delay = TimeSpan.FromMinutes(15);
        await CreateGroupAsync("web");
        Assert.Empty(Find(new()).Events);
        Time.Advance(TimeSpan.FromMinutes(15));
        Assert.Single(Find(new()).Events);
    }

    [Fact]
    public async Task An_event_that_EventBridge_lost_is_found_and_a_region_has_its_own()
    {
        Lab.Delivery.Mode = DeliveryMode.Lost;
        await CreateGroupAsync("web");

        Assert.Single(Find(new()).Events);
        Assert.IsType<CallResult<TrailPage>.Ok>(Lab.Account.Trail.LookupEvents("eu-west-1", new()));
        Assert.Empty(Find(new(), "eu-west-1").Events);
    }

    [Fact]
    public async Task Two_lookups_a_second_are_answered_in_each_region()
    {
        Assert.Equal((200, 200, 400), (await LookupAsync("{}"), await LookupAsync("{}"), await LookupAsync("{}")));
        Assert.Contains("ThrottlingException", await TextAsync("{}"), StringComparison.Ordinal);
        Assert.Null(Lab.Account.Trail.LookupEvents("eu-west-1", new()).FailureOrNull);
        Time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal((200, 400), (await LookupAsync("{}"), await LookupAsync("{}")));
    }

    [Theory]
    [InlineData("""{"MaxResults":51}""", "InvalidMaxResultsException")]
    [InlineData("""{"MaxResults":0}""", "InvalidMaxResultsException")]
    [InlineData("""{"StartTime":20,"EndTime":10.5}""", "InvalidTimeRangeException")]
    [InlineData("""{"StartTime":-1}""", "InvalidTimeRangeException")]
    [InlineData("""{"NextToken":"7-00"}""", "InvalidNextTokenException")]
    [InlineData("""{"LookupAttributes":[{"AttributeKey":"Color","AttributeValue":"red"}]}""", "InvalidLookupAttributesException")]
    [InlineData("""{"LookupAttributes":[{"AttributeKey":"EventId","AttributeValue":"1"},{}]}""", "InvalidLookupAttributesException")]
    public async Task What_CloudTrail_refuses_is_refused(string json, string code) =>
        Assert.Contains(code, await TextAsync(json), StringComparison.Ordinal);

    [Theory]
    [InlineData("[1]")]
    [InlineData("7")]
    [InlineData("{")]
    [InlineData("""{"a":[[[[[[[[[[[[[[1]]]]]]]]]]]]]]}""")]
    public async Task What_is_no_object_is_refused(string json) =>
        Assert.Contains("SerializationException", await TextAsync(json), StringComparison.Ordinal);

    [Fact]
    public void The_guards_own_calls_in_this_process_are_recorded_too()
    {
        var call = new LabCall(
            "ec2", "CreateSecurityGroup", "eu-west-1", QueryNode.Parse("GroupName=n&GroupDescription=d"),
            new("arn:aws:sts::111122223333:assumed-role/sgwatch/inc-1"));

        Assert.Null(Lab.Account.Change(call).FailureOrNull);

        Assert.Equal("inc-1", Find(new(), "eu-west-1").Events.Single().Username);
    }

    private TrailPage Find(TrailQuery query, string region = "us-east-1") =>
        Lab.Account.Trail.LookupEvents(region, query) is CallResult<TrailPage>.Ok(var page)
            ? page
            : throw new InvalidOperationException($"{Lab.Account.Trail.LookupEvents(region, query).FailureOrNull}");

    private async Task<IReadOnlyList<JsonElement>> EventsOfAsync(string json, string group) =>
        [.. JsonDocument.Parse(await TextAsync(json.Replace("GROUP", group, StringComparison.Ordinal)))
            .RootElement.GetProperty("Events").EnumerateArray()];

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private async Task<int> LookupAsync(string json)
    {
        using var response = await SendAsync(json);
        return (int)response.StatusCode;
    }

    private async Task<string> TextAsync(string json)
    {
        using var response = await SendAsync(json);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(string json)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, Lab.Url)
        {
            Content = new StringContent(json, Encoding.UTF8, "application/x-amz-json-1.1"),
        };
        request.Headers.Add("X-Amz-Target", "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents");
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
