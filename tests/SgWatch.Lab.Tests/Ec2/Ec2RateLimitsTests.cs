using SgWatch.Lab.Api;
using SgWatch.Lab.Ec2;

namespace SgWatch.Lab.Tests.Ec2;

public sealed class Ec2RateLimitsTests : LabFixture
{
    [Fact]
    public async Task Each_call_has_a_bucket_that_refills()
    {
        Lab.Account.Settings.RateLimits = call => call.Action == "DescribeVpcs" ? new(2, 1) : null;

        Assert.Equal([200, 200, 503], await StatusesAsync("DescribeVpcs", 3));
        Assert.Equal("RequestLimitExceeded", (await Client.Ec2Async("DescribeVpcs")).Code);
        Assert.Equal([200, 200, 200], await StatusesAsync("DescribeRegions", 3));
        using var abroad = new LabClient(Lab.Url, "eu-west-1");
        Assert.Equal(200, (await abroad.Ec2Async("DescribeVpcs")).Status);
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([200, 503], await StatusesAsync("DescribeVpcs", 2));
    }

    [Fact]
    public async Task A_throttled_change_changes_nothing_and_is_recorded_as_refused()
    {
        Lab.Account.Settings.RateLimits = _ => new(0, 0);

        Assert.Equal(503, (await Client.Ec2Async("CreateSecurityGroup", "GroupName=n&GroupDescription=d")).Status);

        Assert.Single(Lab.Account.Groups("us-east-1"));
        Assert.Equal("Client.RequestLimitExceeded",
            (await EventsAsync()).Single().GetProperty("detail").GetProperty("errorCode").GetString());
    }

    [Theory]
    [InlineData("DescribeSecurityGroups", "", 50, 10)]
    [InlineData("DescribeSecurityGroups", "MaxResults=200", 100, 20)]
    [InlineData("DescribeSecurityGroups", "GroupId.1=sg-1", 100, 20)]
    [InlineData("DescribeNetworkInterfaces", "Filter.1.Name=group-id&Filter.1.Value.1=sg-1", 100, 20)]
    [InlineData("GetManagedPrefixListEntries", "PrefixListId=pl-1", 100, 20)]
    [InlineData("AuthorizeSecurityGroupIngress", "", 50, 5)]
    [InlineData("RevokeSecurityGroupEgress", "", 50, 5)]
    [InlineData("CreateTags", "", 100, 10)]
    [InlineData("CreateDefaultVpc", "", 1, 1)]
    public void The_limits_are_EC2s(string action, string parameters, int burst, double perSecond)
    {
        var call = new LabCall("ec2", action, "us-east-1", QueryNode.Parse(parameters), new("arn:aws:iam::111122223333:user/a"));
        Assert.Equal(new(burst, perSecond), Ec2RateLimits.Of(call));
    }

    private async Task<IReadOnlyList<int>> StatusesAsync(string action, int calls)
    {
        var statuses = new List<int>();
        for (var i = 0; i < calls; i++)
        {
            statuses.Add((await Client.Ec2Async(action)).Status);
        }
        return statuses;
    }
}
