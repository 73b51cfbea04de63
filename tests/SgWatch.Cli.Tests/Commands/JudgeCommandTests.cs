using System.Text.Json;

namespace SgWatch.Cli.Tests.Commands;

public sealed class JudgeCommandTests
{
    private const string Web = """{"id":"sg-1","name":"web","vpc":"vpc-1","account":"111122223333","region":"eu-west-1"}""";
    private const string Open = $$$"""{"group":{{{Web}}},"rules":["ingress tcp/22 from 0.0.0.0/0"]}""";
    private const string Fine =
        """{"group":{"id":"sg-2","name":"app"},"rules":["ingress tcp/443 from 10.0.0.0/8","egress any to 10.0.0.0/8"]}""";

    private const string Finding = """
        {"guardrail":"no-world-open-ingress","severity":"high","kind":"violation","rule":"ingress tcp/22 from 0.0.0.0/0",
        "violates":["ingress tcp/22 from 0.0.0.0/0"],"witness":"tcp/22 from 1.0.0.0","action":"revoke",
        "why":"tcp/22 admits 3,702,258,434 public IPv4 addresses; the policy calls that the world"}
        """;

    private static readonly string OpenVerdict = $$$"""
        {"group":{{{Web}}},"compliant":false,"findings":[{{{Finding}}}],
        "plan":{"revoke":["ingress tcp/22 from 0.0.0.0/0"],"authorize":[]}}
        """.Replace("\n", "", StringComparison.Ordinal);

    private const string FineVerdict =
        """{"group":{"id":"sg-2","name":"app"},"compliant":true,"findings":[],"plan":{"revoke":[],"authorize":[]}}""";

    [Fact]
    public async Task One_verdict_a_line_in_order_and_1_for_findings()
    {
        var result = await Cli.RunAsync($"{Open}\n\n{Fine}\n", "judge");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal([OpenVerdict, FineVerdict], result.Lines.Select(line => line.TrimEnd()));
    }

    [Fact]
    public async Task Nothing_found_ends_with_0()
    {
        Assert.Equal(0, (await Cli.RunAsync(Fine, "judge", "-")).ExitCode);
        Assert.Equal(0, (await Cli.RunAsync("", "judge")).ExitCode);
    }

    [Fact]
    public async Task Described_groups_are_read_with_every_kind_of_peer()
    {
        var result = await Cli.RunAsync(
            """
            {"SecurityGroups":[{"GroupId":"sg-1","GroupName":"default","VpcId":"vpc-1","OwnerId":"111122223333",
              "Description":"d","Tags":[{"Key":"a","Value":"b"}],
              "IpPermissions":[{"IpProtocol":"tcp","FromPort":22,"ToPort":22,
                "UserIdGroupPairs":[{"GroupId":"sg-9","UserId":"111122223333"}],
                "IpRanges":[{"CidrIp":"10.1.2.3/8","Description":"x"}],"Ipv6Ranges":[{"CidrIpv6":"2001:DB8::/32"}],
                "PrefixListIds":[{"PrefixListId":"pl-1"}]}],
              "IpPermissionsEgress":[{"IpProtocol":"-1","IpRanges":[{"CidrIp":"0.0.0.0/0"}],"Ipv6Ranges":[],
                "PrefixListIds":[],"UserIdGroupPairs":[]}]}]}
            """, "judge");

        using var verdict = JsonDocument.Parse(result.Output);
        var findings = verdict.RootElement.GetProperty("findings").EnumerateArray().ToArray();
        Assert.Equal(
        [
            "ingress tcp/22 from 10.0.0.0/8", "ingress tcp/22 from 2001:db8::/32", "ingress tcp/22 from sg-9",
            "ingress tcp/22 from pl-1", "egress any to 0.0.0.0/0",
        ], findings.Select(finding => finding.GetProperty("rule").GetString()));
        Assert.Equal(
            ["violation", "violation", "violation", "unresolved-peer", "violation"],
            findings.Select(finding => finding.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task Described_rules_are_gathered_by_group_and_revoked_by_id()
    {
        var result = await Cli.RunAsync(
            """
            {"SecurityGroupRules":[
              {"SecurityGroupRuleId":"sgr-1","GroupId":"sg-1","GroupOwnerId":"111122223333","IsEgress":false,
               "IpProtocol":"tcp","FromPort":22,"ToPort":22,"CidrIpv4":"0.0.0.0/0"},
              {"SecurityGroupRuleId":"sgr-2","GroupId":"sg-2","IsEgress":false,
               "IpProtocol":"tcp","FromPort":22,"ToPort":22,"ReferencedGroupInfo":{"GroupId":"sg-1"}},
              {"SecurityGroupRuleId":"sgr-3","GroupId":"sg-1","IsEgress":true,
               "IpProtocol":"-1","FromPort":-1,"ToPort":-1,"CidrIpv6":"::/0"}]}
            """, "judge");

        Assert.Equal(2, result.Lines.Length);
        Assert.Contains("\"revoke\":[\"sgr-1\",\"sgr-3\"]", result.Lines[0], StringComparison.Ordinal);
        Assert.Contains("\"id\":\"sg-2\"", result.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Grouped_rules_are_judged_as_they_come_and_a_group_in_two_places_is_a_mistake()
    {
        static string Rule(string group, string id) => $$"""
            {"SecurityGroupRuleId":"sgr-{{id}}","GroupId":"sg-{{group}}","IsEgress":false,
             "IpProtocol":"tcp","FromPort":22,"ToPort":22,"CidrIpv4":"0.0.0.0/0"}
            """;
        static string Document(params (string Group, string Id)[] rules) => $$"""
            { "SecurityGroupRules": [ {{string.Join(", ", rules.Select(rule => Rule(rule.Group, rule.Id)))}} ] }
            """;

        var good = await Cli.RunAsync(Document(("1", "1"), ("1", "2"), ("2", "3")), "judge", "--grouped");
        var bad = await Cli.RunAsync(Document(("1", "1"), ("2", "2"), ("1", "3")), "judge", "--grouped");

        Assert.Equal(2, good.Lines.Length);
        Assert.Equal(1, good.ExitCode);
        Assert.Equal(2, bad.ExitCode);
        Assert.Contains("sg-1 stand in several places", bad.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"SecurityGroupRules\":[{\"GroupId\":\"sg-1\"")]
    [InlineData("{\"SecurityGroupRules\":[{\"GroupId\":\"sg-1\"}")]
    [InlineData("{\"SecurityGroups\":[{\"GroupId\":\"sg-1\"")]
    [InlineData("{\"SecurityGroups\":[}")]
    public async Task A_document_that_is_cut_off_is_a_mistake(string text) => Assert.Equal(2, (await Cli.RunAsync(text, "judge")).ExitCode);

    [Fact]
    public async Task A_large_document_is_read_across_its_chunks()
    {
        var rules = Enumerable.Range(0, 5000).Select(i => $$"""
            {"SecurityGroupRuleId":"sgr-{{i}}","GroupId":"sg-{{i % 100}}","IsEgress":false,"IpProtocol":"tcp",
             "FromPort":{{i % 65536}},"ToPort":{{i % 65536}},"CidrIpv4":"10.{{i % 256}}.0.0/16",
             "Description":"é {{new string('x', i % 300)}}"}
            """);

        var result = await Cli.RunAsync($$"""{ "SecurityGroupRules": [ {{string.Join(",\n", rules)}} ] }""", "judge");

        Assert.Equal("", result.Error);
        Assert.Equal(100, result.Lines.Length);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task A_rule_that_is_not_understood_is_a_finding_and_not_dropped()
    {
        var result = await Cli.RunAsync(
            """
            {"SecurityGroupRules":[{"SecurityGroupRuleId":"sgr-1","GroupId":"sg-1",
              "IpProtocol":"tcp","FromPort":70000,"ToPort":1,"CidrIpv4":"0.0.0.0/0"}]}
            """, "judge");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("unresolved-peer", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prefix_lists_that_come_along_count_as_their_entries()
    {
        static string Group(string entries) => $$$"""
            {"group":{"id":"sg-1","name":"web"},"rules":["ingress tcp/22 from pl-1"],"prefixLists":{"pl-1":[{{{entries}}}]}}
            """;

        Assert.Equal(1, (await Cli.RunAsync(Group("\"0.0.0.0/1\",\"128.0.0.0/1\""), "judge")).ExitCode);
        Assert.Equal(0, (await Cli.RunAsync(Group("\"10.0.0.0/8\",\"2001:db8::/32\""), "judge")).ExitCode);
    }

    [Theory]
    [InlineData("{", "line 1: expected one JSON object a line")]
    [InlineData("[]", "line 1: expected an object with the keys group and rules")]
    [InlineData("""{"rules":[]}""", "expected group: an object")]
    [InlineData("""{"group":{}}""", "group.id")]
    [InlineData("""{"group":{"id":7}}""", "expected id: a text where 7 stands")]
    [InlineData("""{"group":{"id":"\ud800"}}""", "expected id: a text")]
    [InlineData(
        """{"group":{"id":"sg-1"},"rules":["ingress tcp/22 to 0.0.0.0/0"]}""",
        "rules[0]: Rule 'ingress tcp/22 to 0.0.0.0/0': expected 'from'")]
    [InlineData("""{"group":{"id":"sg-1"},"rules":[22]}""", "rules[0]")]
    [InlineData("""{"group":{"id":"sg-1"},"rulez":[]}""", "expected one of the keys group, rules, prefixLists where rulez stands")]
    [InlineData("""{"group":{"id":"sg-1"},"prefixLists":{"pl-1":["010.0.0.0/8"]}}""", "a CIDR block where \"010.0.0.0/8\" stands")]
    public async Task Bad_input_is_reported_with_its_place_ends_with_2_and_the_rest_is_judged(string line, string expected)
    {
        var result = await Cli.RunAsync($"{line}\n{Fine}\n", "judge");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("standard input, line 1", result.Error, StringComparison.Ordinal);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.Contains("\"sg-2\"", Assert.Single(result.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_is_reported()
    {
        var result = await Cli.RunAsync("", "judge", "no-such-file.json");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("no-such-file.json: no such file", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_is_for_people_and_shows_no_control_characters()
    {
        const string Group = """{"group":{"id":"sg-1","name":"a\u001b[31m\nb"},"rules":["ingress tcp/22 from 0.0.0.0/0"]}""";

        var result = await Cli.RunAsync(Group, "judge", "--format", "table");

        Assert.Equal(3, result.Lines.Length);
        Assert.DoesNotContain('\u001b', result.Output);
        Assert.Contains("revoke  ingress tcp/22 from 0.0.0.0/0", result.Output, StringComparison.Ordinal);
    }
}
