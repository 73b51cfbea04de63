using SgWatch.Guard.Ports;
using Answers = SgWatch.Aws.Tests.Ec2.Ec2SecurityGroupsTests;

namespace SgWatch.Aws.Tests.Ec2;

/// <summary>What a listing keeps at once, whatever people have written into groups and rules.</summary>
public class Ec2ListingTests
{
    [Fact]
    public async Task A_page_has_as_many_groups_as_a_thousand_rules_allow_and_the_next_one_goes_on_behind_them()
    {
        var aws = FakeAws.Answering(form => form["Action"] != "DescribeSecurityGroups"
            ? Answers.Rules(null, Answers.Rule("sgr-1", "10.0.0.0/8", form["Filter.1.Value.1"]))
            : form.TryGetValue("Filter.1.Name", out var filter) && filter == "group-id"
                ? Answers.Groups(Fat(form["Filter.1.Value.1"], 600))
                : form.GetValueOrDefault("NextToken") is null
                    ? Answers.Groups(Fat("sg-1", 300) + Fat("sg-2", 600) + Fat("sg-3", 600) + Fat("sg-4", 5000), "p2")
                    : Answers.Groups(Fat("sg-5", 1)));
        var groups = Answers.Open(aws);
        var pages = new List<string>();
        string? token = null;
        do
        {
            var page = Answers.Value(await groups.ListAsync(new GroupFilter.Every(), token, CancellationToken.None));
            pages.Add(string.Join(' ', page.Groups.Select(group => $"{group.GroupId}:{group.Rules.Length}")));
            token = page.NextToken;
        }
        while (token is not null && pages.Count < 10);

        Assert.Equal(["sg-1:1 sg-2:0", "sg-3:1", "sg-4:1", "sg-5:1"], pages);
        Assert.All(aws.Calls.Where(call => call["Action"] == "DescribeSecurityGroupRules"),
            call => Assert.Equal("1000", call["MaxResults"]));
    }

    [Fact]
    public async Task A_group_that_went_meanwhile_is_left_out()
    {
        var aws = FakeAws.Answering(form => form["Action"] != "DescribeSecurityGroups" ? Answers.Rules(null)
            : Answers.Groups(form.ContainsKey("Filter.1.Name") ? "" : Fat("sg-1", 600) + Fat("sg-2", 600)));

        var first = Answers.Value(await Answers.Open(aws).ListAsync(new GroupFilter.Every(), null, CancellationToken.None));
        Assert.NotNull(first.NextToken);
        var second = Answers.Value(await Answers.Open(aws).ListAsync(new GroupFilter.Every(), first.NextToken, CancellationToken.None));

        Assert.Empty(second.Groups);
        Assert.Null(second.NextToken);
    }

    [Fact]
    public async Task The_tags_of_rules_are_counted_and_not_kept()
    {
        var tagged = Answers.Rule("sgr-1", "10.0.0.0/8").Replace(
            "</item>", "<tagSet><item><key>a</key><value>b</value></item></tagSet></item>", StringComparison.Ordinal);
        var aws = FakeAws.Answering(form =>
            form["Action"] == "DescribeSecurityGroups" ? Answers.Groups(Answers.Group) : Answers.Rules(null, tagged));

        var read = Answers.Value(await Answers.Open(aws).ReadAsync("sg-1", CancellationToken.None));
        var page = Answers.Value(await Answers.Open(aws).ListAsync(new GroupFilter.Every(), null, CancellationToken.None));

        Assert.All(read.Rules.Concat(page.Groups[0].Rules), rule => Assert.Equal((0, 1), (rule.Tags.Count, rule.UnreadTags)));
    }

    [Fact]
    public async Task Tags_are_read_by_the_ids_of_rules_and_one_that_is_gone_is_left_out()
    {
        var tagged = Answers.Rule("sgr-1", "10.0.0.0/8").Replace(
            "</item>", "<tagSet><item><key>a</key><value>b</value></item></tagSet></item>", StringComparison.Ordinal);
        var aws = FakeAws.Answering(_ => Answers.Rules(null, tagged));

        var tags = Answers.Value(await Answers.Open(aws).ReadTagsAsync(["sgr-1", "sgr-2"], CancellationToken.None));

        Assert.Equal("b", Assert.Single(tags).Value["a"]);
        var call = Assert.Single(aws.Calls);
        Assert.Equal(("security-group-rule-id", "sgr-1", "sgr-2"),
            (call["Filter.1.Name"], call["Filter.1.Value.1"], call["Filter.1.Value.2"]));
    }

    private static string Fat(string id, int rules) => $"""
        <item><groupId>{id}</groupId><groupName>{id}</groupName><ownerId>111122223333</ownerId><vpcId>vpc-1</vpcId>
        <ipPermissions><item><ipProtocol>tcp</ipProtocol><ipRanges>{Ranges(rules)}</ipRanges></item></ipPermissions></item>
        """;

    private static string Ranges(int count) =>
        string.Concat(Enumerable.Repeat("<item><cidrIp>10.0.0.0/8</cidrIp></item>", count));
}
