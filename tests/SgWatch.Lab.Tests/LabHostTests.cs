using SgWatch.Lab.Api;

namespace SgWatch.Lab.Tests;

public sealed class LabHostTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_handler_gets_what_the_module_rule_matches_and_nothing_else()
    {
        var seen = 0;
        await using var lab =
            await LabHost.StartAsync(new LabOptions { OnEvent = (_, _) => { seen++; return Task.CompletedTask; } }, Cancelled);
        using var client = new LabClient(lab.Url);
        var group = await client.Ec2TextAsync("groupId", "CreateSecurityGroup", "GroupName=n&GroupDescription=d");
        await client.Ec2Async("CreateSecurityGroup", "GroupName=n&GroupDescription=d"); // a duplicate
        await client.Ec2Async("DeleteSecurityGroup", $"GroupId={group}");
        await lab.Events.WhenIdleAsync(Cancelled);
        Assert.Equal(1, seen);
    }

    [Fact]
    public async Task A_refusal_that_was_asked_for_is_answered_and_recorded()
    {
        var calls = 0;
        var events = 0;
        await using var lab = await LabHost.StartAsync(new LabOptions
        {
            Refuse = call => call.Action == "CreateSecurityGroup" && calls++ == 0
                ? new AwsError("RequestLimitExceeded", "Request limit exceeded.", 503) : null,
        }, Cancelled);
        lab.Events.Subscribe(null, (_, _) => { events++; return Task.CompletedTask; });
        using var client = new LabClient(lab.Url);
        var refused = await client.Ec2Async("CreateSecurityGroup", "GroupName=n&GroupDescription=d");
        Assert.Equal((503, "RequestLimitExceeded"), (refused.Status, refused.Code));
        Assert.Equal(200, (await client.Ec2Async("CreateSecurityGroup", "GroupName=n&GroupDescription=d")).Status);
        await lab.Events.WhenIdleAsync(Cancelled);
        Assert.Equal(2, events);
    }

    [Fact]
    public async Task The_same_seed_and_calls_give_the_same_ids()
    {
        Assert.Equal(await RunAsync(5), await RunAsync(5));
        Assert.NotEqual(await RunAsync(5), await RunAsync(6));

        static async Task<string> RunAsync(int seed)
        {
            await using var lab = await LabHost.StartAsync(new LabOptions { Seed = seed }, Cancelled);
            using var client = new LabClient(lab.Url);
            return await client.Ec2TextAsync("groupId", "CreateSecurityGroup", "GroupName=n&GroupDescription=d");
        }
    }

    [Fact]
    public async Task Many_callers_at_once_lose_nothing()
    {
        await using var lab = await LabHost.StartAsync(new LabOptions(), Cancelled);
        var events = 0;
        lab.Events.Subscribe(null, (_, _) => { events++; return Task.CompletedTask; });
        using var client = new LabClient(lab.Url);
        var group = await client.Ec2TextAsync("groupId", "CreateSecurityGroup", "GroupName=n&GroupDescription=d");
        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => client.Ec2Async(
            "AuthorizeSecurityGroupIngress", $"GroupId={group}&IpProtocol=tcp&FromPort={i}&ToPort={i}&CidrIp=10.0.0.0/8")));
        Assert.All(replies, reply => Assert.Equal(200, reply.Status));
        Assert.Equal(51, lab.Account.Groups("us-east-1").Single(g => g.GroupId == group).Rules.Length);
        await lab.Events.WhenIdleAsync(Cancelled);
        Assert.Equal(51, events);
    }

    [Theory]
    [InlineData("GET", "/?Action=DescribeRegions&Version=2016-11-15", "", 200)]
    [InlineData("POST", "/", "Action=DescribeRegions", 200)]
    [InlineData("POST", "/", "", 400)]
    [InlineData("POST", "/", "Action=ListBuckets&X-Amz-Credential=a/20260101/us-east-1/s3/aws4_request", 400)]
    public async Task Calls_come_by_query_or_form_signed_or_not(string method, string target, string body, int status)
    {
        await using var lab = await LabHost.StartAsync(new LabOptions(), Cancelled);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(new(method), new Uri(lab.Url, target)) { Content = new StringContent(body) };
        using var response = await http.SendAsync(request, Cancelled);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.True(lab.Url.IsLoopback);
    }
}
