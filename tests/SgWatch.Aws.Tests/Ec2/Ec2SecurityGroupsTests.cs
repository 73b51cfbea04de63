using System.Net;
using SgWatch.Aws.Ec2;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Rules;

namespace SgWatch.Aws.Tests.Ec2;

public class Ec2SecurityGroupsTests
{
    internal const string Group = """
        <item><groupId>sg-1</groupId><groupName>web</groupName><ownerId>111122223333</ownerId><vpcId>vpc-1</vpcId>
        <groupDescription>w</groupDescription><tagSet><item><key>tier</key><value>edge</value></item></tagSet></item>
        """;

    [Fact]
    public async Task Read_gathers_the_group_and_every_page_of_its_rules()
    {
        var aws = FakeAws.Answering(form => form["Action"] switch
        {
            "DescribeSecurityGroups" => Groups(Group),
            _ => form.GetValueOrDefault("NextToken") switch
            {
                null => Rules("p2", Rule("sgr-1", "0.0.0.0/0")),
                "p2" => Rules("p3"), // a page may be empty and yet not be the last
                _ => Rules(null, Rule("sgr-2", "10.1.2.3/8")),
            },
        });

        var group = Value(await Open(aws).ReadAsync("sg-1", CancellationToken.None));

        Assert.Equal(("sg-1", "web", "vpc-1", "111122223333", "eu-west-1", "w"),
            (group.GroupId, group.GroupName, group.VpcId, group.OwnerId, group.Region, group.Description));
        Assert.Equal("edge", group.Tags["tier"]);
        Assert.Equal(["sgr-1 ingress tcp/22 from 0.0.0.0/0", "sgr-2 ingress tcp/22 from 10.0.0.0/8"],
            group.Rules.Select(rule => $"{rule.SecurityGroupRuleId} {rule}"));
        var calls = aws.Calls.Where(call => call["Action"] == "DescribeSecurityGroupRules");
        Assert.Equal(["1000", "1000", "1000"], calls.Select(call => call["MaxResults"]));
    }

    [Fact]
    public async Task Read_of_a_group_that_is_not_in_the_answer_is_not_found() =>
        Assert.Equal(CallFailureKind.NotFound, Failure(await Open(FakeAws.Answering(form =>
            form["Action"] == "DescribeSecurityGroups" ? Groups("") : Rules(null))).ReadAsync("sg-1", CancellationToken.None)).Kind);

    [Fact]
    public async Task Read_fails_whole_if_the_rules_can_not_be_read()
    {
        var failure = Failure(await Open(new FakeAws((form, _) => Task.FromResult(form["Action"] == "DescribeSecurityGroups"
            ? (HttpStatusCode.OK, Groups(Group))
            : (HttpStatusCode.Forbidden, FakeAws.Ec2Error("UnauthorizedOperation"))))).ReadAsync("sg-1", CancellationToken.None));

        Assert.Equal(
            (CallFailureKind.Refused, "DescribeSecurityGroupRules", "UnauthorizedOperation"),
            (failure.Kind, failure.Operation, failure.Code));
    }

    [Fact] // an interface counts once for each of its groups
    public async Task The_uses_of_groups_are_their_names_and_how_many_interfaces_have_them()
    {
        var aws = FakeAws.Answering(form => (form["Action"], form.GetValueOrDefault("NextToken")) switch
        {
            ("DescribeSecurityGroups", _) => Groups(Group + Group.Replace("sg-1", "sg-2", StringComparison.Ordinal)),
            (_, null) => Interfaces("p2", "sg-1", "sg-9"),
            _ => Interfaces(null, "sg-1"),
        });

        var uses = Value(await Open(aws).DescribeUsesAsync(["sg-1", "sg-2", "sg-3", "sg-1"], CancellationToken.None));

        Assert.Equal([("sg-1", "web", 2), ("sg-2", "web", 0)],
            uses.OrderBy(use => use.Key, StringComparer.Ordinal).Select(use => (use.Key, use.Value.GroupName, use.Value.Interfaces)));
        var asked = aws.Calls.First(call => call["Action"] == "DescribeNetworkInterfaces");
        Assert.Equal(("group-id", "sg-1", "sg-3"), (asked["Filter.1.Name"], asked["Filter.1.Value.1"], asked["Filter.1.Value.3"]));
    }

    [Fact]
    public async Task A_listing_that_never_ends_is_a_failure_and_not_a_loop()
    {
        var aws = FakeAws.Answering(form => form["Action"] == "DescribeSecurityGroups" ? Groups(Group) : Rules("again"));
        Assert.Equal("RepeatedPage", Failure(await Open(aws).ReadAsync("sg-1", CancellationToken.None)).Code);
        Assert.InRange(aws.Calls.Count, 1, 5);
    }

    [Fact]
    public async Task List_reads_a_page_of_groups_and_gives_each_its_own_rules()
    {
        var aws = FakeAws.Answering(form => form["Action"] == "DescribeSecurityGroups"
            ? Groups(Group + Group.Replace("sg-1", "sg-2", StringComparison.Ordinal), "more")
            : Rules(null, Rule("sgr-2", "10.0.0.0/8", "sg-2")));

        var page = Value(await Open(aws).ListAsync(new GroupFilter.Every(), "start", CancellationToken.None));

        Assert.Equal(("more", 2), (page.NextToken, page.Calls));
        Assert.Equal([("sg-1", 0), ("sg-2", 1)], page.Groups.Select(group => (group.GroupId, group.Rules.Length)));
        var (groups, rules) = (aws.Calls.First(), aws.Calls.Last());
        Assert.Equal(("start", "200"), (groups["NextToken"], groups["MaxResults"]));
        Assert.Equal(("group-id", "sg-1", "sg-2"), (rules["Filter.1.Name"], rules["Filter.1.Value.1"], rules["Filter.1.Value.2"]));
    }

    [Theory]
    [InlineData(false, "ip-permission.prefix-list-id")]
    [InlineData(true, "egress.ip-permission.prefix-list-id")]
    public async Task List_asks_for_the_groups_that_use_a_prefix_list(bool isEgress, string filter)
    {
        var aws = FakeAws.Answering(form => form["Action"] == "DescribeSecurityGroups" ? Groups(Group) : Rules(null));

        await Open(aws).ListAsync(new GroupFilter.Using("pl-1", isEgress), null, CancellationToken.None);

        var call = aws.Calls.First();
        Assert.Equal((filter, "pl-1", "200"), (call["Filter.1.Name"], call["Filter.1.Value.1"], call["MaxResults"]));
    }

    [Fact]
    public async Task Find_looks_in_the_default_VPC_for_exactly_that_name()
    {
        var aws = FakeAws.Answering(form => form["Action"] == "DescribeVpcs"
            ? "<DescribeVpcsResponse><vpcSet><item><vpcId>vpc-9</vpcId><isDefault>true</isDefault></item></vpcSet></DescribeVpcsResponse>"
            : Groups(Group.Replace("web", "web*", StringComparison.Ordinal)));

        Assert.Equal("sg-1", Value(await Open(aws).FindAsync("web*", null, CancellationToken.None)));

        var call = aws.Calls.Last();
        Assert.Equal(("group-name", @"web\*", "vpc-id", "vpc-9"),
            (call["Filter.1.Name"], call["Filter.1.Value.1"], call["Filter.2.Name"], call["Filter.2.Value.1"]));
    }

    [Fact]
    public async Task Find_takes_no_group_of_another_name_even_if_the_answer_has_one() =>
        Assert.Equal(CallFailureKind.NotFound, Failure(
            await Open(FakeAws.Answering(_ => Groups(Group))).FindAsync("WEB", "vpc-1", CancellationToken.None)).Kind);

    [Theory]
    [InlineData(false, "RevokeSecurityGroupIngress")]
    [InlineData(true, "RevokeSecurityGroupEgress")]
    public async Task Revoke_names_the_rules_by_id_in_one_call(bool isEgress, string action)
    {
        var aws = FakeAws.Answering(form => $"<{form["Action"]}Response><return>true</return></{form["Action"]}Response>");

        Assert.IsType<CallResult<Done>.Ok>(await Open(aws).RevokeAsync("sg-1", isEgress, ["sgr-1", "sgr-2"], CancellationToken.None));

        var call = Assert.Single(aws.Calls);
        Assert.Equal((action, "sg-1", "sgr-1", "sgr-2"),
            (call["Action"], call["GroupId"], call["SecurityGroupRuleId.1"], call["SecurityGroupRuleId.2"]));
    }

    [Theory]
    [InlineData(false, "AuthorizeSecurityGroupIngress")]
    [InlineData(true, "AuthorizeSecurityGroupEgress")]
    public async Task Authorize_adds_each_rule_as_a_permission_of_one_call(bool isEgress, string action)
    {
        var aws = FakeAws.Answering(form => $"<{form["Action"]}Response><return>true</return></{form["Action"]}Response>");

        await AuthorizeAsync(aws, isEgress, RuleText.Parse("ingress tcp/22 from 10.0.0.0/8"), RuleText.Parse("ingress any from ::/0"));

        var call = Assert.Single(aws.Calls);
        Assert.Equal((action, "tcp", "10.0.0.0/8", "-1", "::/0"), (call["Action"], call["IpPermissions.1.IpProtocol"],
            call["IpPermissions.1.IpRanges.1.CidrIp"], call["IpPermissions.2.IpProtocol"], call["IpPermissions.2.Ipv6Ranges.1.CidrIpv6"]));
    }

    [Fact]
    public async Task Authorize_refuses_a_rule_that_was_not_understood_without_a_call()
    {
        var aws = FakeAws.Answering(_ => "");
        var answer = await AuthorizeAsync(aws, isEgress: false, new SecurityGroupRule(null, false, Service.Any, new Peer.Unknown("?")));
        Assert.Equal(CallFailureKind.Rejected, Failure(answer).Kind);
        Assert.Empty(aws.Calls);
    }

    internal static Ec2SecurityGroups Open(FakeAws aws, TimeProvider? time = null) =>
        new(aws.Connect().CreateEc2("eu-west-1"), "eu-west-1", time ?? TimeProvider.System);

    internal static Task<CallResult<Done>> RevokeAsync(FakeAws aws, TimeProvider? time = null) =>
        Open(aws, time).RevokeAsync("sg-1", false, ["sgr-1"], CancellationToken.None);

    internal static Task<CallResult<Done>> AuthorizeAsync(FakeAws aws, bool isEgress, params SecurityGroupRule[] rules) =>
        Open(aws).AuthorizeAsync("sg-1", isEgress, [.. rules], CancellationToken.None);

    internal static T Value<T>(CallResult<T> answer) => Assert.IsType<CallResult<T>.Ok>(answer).Value;

    internal static CallFailure Failure<T>(CallResult<T> answer) => Assert.IsType<CallResult<T>.Failed>(answer).Failure;

    internal static string Groups(string items, string? next = null) =>
        Response("DescribeSecurityGroups", $"<securityGroupInfo>{items}</securityGroupInfo>{Next(next)}");

    private static string Interfaces(string? next, params string[] groups)
    {
        var ofEach = string.Concat(groups.Select(id => $"<item><groupId>{id}</groupId></item>"));
        return Response("DescribeNetworkInterfaces",
            $"<networkInterfaceSet><item><groupSet>{ofEach}</groupSet></item></networkInterfaceSet>{Next(next)}");
    }

    internal static string Rules(string? next, params string[] items) =>
        Response("DescribeSecurityGroupRules", $"<securityGroupRuleSet>{string.Concat(items)}</securityGroupRuleSet>{Next(next)}");

    internal static string Rule(string id, string cidr, string group = "sg-1") => $"""
        <item><securityGroupRuleId>{id}</securityGroupRuleId><groupId>{group}</groupId><isEgress>false</isEgress>
        <ipProtocol>tcp</ipProtocol><fromPort>22</fromPort><toPort>22</toPort><cidrIpv4>{cidr}</cidrIpv4></item>
        """;

    internal static string Response(string action, string content) => $"<{action}Response>{content}</{action}Response>";

    internal static string Next(string? token) => token is null ? "" : $"<nextToken>{token}</nextToken>";
}
