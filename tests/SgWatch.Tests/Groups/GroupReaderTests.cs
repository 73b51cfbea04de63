using System.Text;
using System.Text.Json;
using SgWatch.Groups;
using SgWatch.Rules;

namespace SgWatch.Tests.Groups;

public sealed class GroupReaderTests
{
    private const string DescribedRules = """
        {
            "SecurityGroupRules": [
                {"SecurityGroupRuleId":"sgr-1","GroupId":"sg-1","GroupOwnerId":"111122223333","IsEgress":false,
                 "IpProtocol":"tcp","FromPort":22,"ToPort":22,"CidrIpv4":"0.0.0.0/0","Description":"é"},
                {"SecurityGroupRuleId":"sgr-2","GroupId":"sg-2","IsEgress":true,
                 "IpProtocol":"-1","FromPort":-1,"ToPort":-1,"ReferencedGroupInfo":{"GroupId":"sg-1"}},
              {"SecurityGroupRuleId":"sgr-3","GroupId":"sg-1","IpProtocol":"tcp","FromPort":70000,"ToPort":1,"CidrIpv6":"::/0"}
            ]
        }
        """;

    private const string DescribedGroups = """
        {"SecurityGroups":[
          {"GroupId":"sg-1","GroupName":"web","IpPermissions":[],"IpPermissionsEgress":[]},
          {"GroupId":"sg-2","GroupName":"app",
           "IpPermissions":[{"IpProtocol":"tcp","FromPort":22,"ToPort":22,
             "IpRanges":[{"CidrIp":"10.0.0.0/8"},
                         {"CidrIp":"192.0.2.0/24","Description":"x"}],
             "UserIdGroupPairs":[{"GroupId":"sg-1"}]}],
           "IpPermissionsEgress":[{"IpProtocol":"-1","Ipv6Ranges":[ {"CidrIpv6":"::/0"}]}]}]}
        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_described_rule_knows_where_it_was_read_from(bool isPadded)
    {
        // with padding, the rules lie across the chunks in which the text is read
        var description = isPadded ? new string('é', 100_000) : "é";
        var text = DescribedRules.Replace("\"é\"", $"\"{description}\"", StringComparison.Ordinal);

        var rules = Read(text).SelectMany(group => group.Rules).OrderBy(rule => rule.SecurityGroupRuleId).ToArray();

        Assert.Equal(
            ["/SecurityGroupRules/0", "/SecurityGroupRules/1", "/SecurityGroupRules/2"],
            rules.Select(rule => rule.Source.JsonPointer));
        Assert.Equal([(3, 9), (5, 9), (7, 7)], rules.Select(rule => rule.Source.In(Encoding.UTF8.GetBytes(text))));
        Assert.Equal(["sgr-1", "sgr-2", "sgr-3"], rules.Select(rule => At(text, rule).GetProperty("SecurityGroupRuleId").GetString()));
        Assert.All(rules, rule => Assert.Equal("file.json", rule.Source.File));
    }

    [Fact]
    public void Every_rule_of_a_described_group_knows_its_peers_place()
    {
        var rules = Read(DescribedGroups).SelectMany(group => group.Rules).ToArray();

        Assert.Equal(
        [
            "/SecurityGroups/1/IpPermissions/0/IpRanges/0",
            "/SecurityGroups/1/IpPermissions/0/IpRanges/1",
            "/SecurityGroups/1/IpPermissions/0/UserIdGroupPairs/0",
            "/SecurityGroups/1/IpPermissionsEgress/0/Ipv6Ranges/0",
        ], rules.Select(rule => rule.Source.JsonPointer));
        Assert.Equal([(5, 18), (6, 18), (7, 26), (8, 61)], rules.Select(rule => rule.Source.In(Encoding.UTF8.GetBytes(DescribedGroups))));
        Assert.Equal("192.0.2.0/24", At(DescribedGroups, rules[1]).GetProperty("CidrIp").GetString());
    }

    [Theory]
    [InlineData("arn:aws:ec2:eu-west-1:111122223333:security-group/sg-1", "eu-west-1")]
    [InlineData("arn:aws-cn:ec2:cn-north-1:111122223333:security-group/sg-1", "cn-north-1")]
    [InlineData("a:b:c:d:e", null)] // parts, but no ARN
    [InlineData("arn:aws:ec2:EU West:111122223333:security-group/sg-1", null)]
    [InlineData("", null)]
    public void A_described_groups_region_is_that_of_its_ARN(string arn, string? region) =>
        Assert.Equal(region, Read($$"""{"SecurityGroups":[{"GroupId":"sg-1","SecurityGroupArn":"{{arn}}"}]}""").Single().Region);

    [Fact]
    public void Every_rule_of_a_JSON_line_knows_its_line()
    {
        const string Lines = """

              {"group":{"id":"sg-1"},"rules":["ingress tcp/22 from 10.0.0.0/8",{"ruleId":"sgr-1","rule":"egress any to ::/0"}]}
            """;

        var rules = Read(Lines).SelectMany(group => group.Rules).ToArray();

        Assert.Equal(["file.json: line 2: /rules/0", "file.json: line 2: /rules/1"], rules.Select(rule => rule.Source.ToString()));
        Assert.Equal([(2, 35), (2, 68)], rules.Select(rule => rule.Source.In([])));
    }

    [Fact]
    public void Where_a_rule_was_read_from_is_no_part_of_what_makes_it_equal()
    {
        var rule = Read(DescribedRules).First().Rules[0];
        var elsewhere = rule with { Source = new(new("other.json", "/x"), 7, 700) };

        Assert.Equal(rule, elsewhere);
        Assert.Single(new HashSet<SecurityGroupRule> { rule, elsewhere });
    }

    [Theory]
    [InlineData("""{"group":{"id":"sg-1"},"rul\u001bes":[]}""")]
    [InlineData("""{"group":{"id":7,"name":"\u202e"}}""")]
    [InlineData("""{"group":{"id":"sg-1"},"rules":["\u001b[2J"]}""")]
    [InlineData("""{"group":{"id":"sg-1"},"prefixLists":{"pl-\u001b":["x"]}}""")]
    [InlineData("""{"SecurityGroupRules":[{"GroupId":"sg-\u001b"},{"GroupId":"sg-2"},{"GroupId":"sg-\u001b"}]}""")]
    public void No_mistake_shows_control_characters(string text)
    {
        var mistake = GroupReader.Read(Stream(text), null, isGrouped: true).OfType<GroupInput.Mistake>().Single();
        Assert.DoesNotContain(mistake.Message, char.IsControl);
    }

    private static IEnumerable<SecurityGroup> Read(string text) =>
        GroupReader.Read(Stream(text), "file.json", isGrouped: false).Select(input => Assert.IsType<GroupInput.Group>(input).SecurityGroup);

    // the JSON value that begins at the rule's offset
    private static JsonElement At(string text, SecurityGroupRule rule)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text).AsSpan((int)rule.Source.Offset));
        return JsonElement.ParseValue(ref reader);
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));
}
