using System.Text.Json;
using SgWatch.Lab.Events;

namespace SgWatch.Lab.Tests.Events;

public sealed class EventPatternTests
{
    [Theory]
    [InlineData("""{"a":["x"]}""", """{"a":"x"}""", true)]
    [InlineData("""{"a":["x"]}""", """{"a":"y"}""", false)]
    [InlineData("""{"a":["x"]}""", """{}""", false)]
    [InlineData("""{"a":["x","y"]}""", """{"a":"y"}""", true)]
    [InlineData("""{"a":["x"],"b":["z"]}""", """{"a":"x","b":"w"}""", false)]
    [InlineData("""{"a":{"b":["x"]}}""", """{"a":{"b":"x"}}""", true)]
    [InlineData("""{"a":{"b":["x"]}}""", """{"a":"x"}""", false)]
    [InlineData("""{"a":["x"]}""", """{"a":["y","x"]}""", true)]
    [InlineData("""{"a":{"b":["x"]}}""", """{"a":[{"b":"y"},{"b":"x"}]}""", true)]
    [InlineData("""{"a":[300]}""", """{"a":300}""", true)]
    [InlineData("""{"a":[300]}""", """{"a":3.0e2}""", false)]
    [InlineData("""{"a":["300"]}""", """{"a":300}""", false)]
    [InlineData("""{"a":[null]}""", """{"a":null}""", true)]
    [InlineData("""{"a":[true]}""", """{"a":true}""", true)]
    [InlineData("""{"a":[{"prefix":"ab"}]}""", """{"a":"abc"}""", true)]
    [InlineData("""{"a":[{"prefix":"ab"}]}""", """{"a":"cab"}""", false)]
    [InlineData("""{"a":[{"suffix":"bc"}]}""", """{"a":"abc"}""", true)]
    [InlineData("""{"a":[{"equals-ignore-case":"ABC"}]}""", """{"a":"abc"}""", true)]
    [InlineData("""{"a":[{"wildcard":"a*c*"}]}""", """{"a":"axxcx"}""", true)]
    [InlineData("""{"a":[{"wildcard":"a?c"}]}""", """{"a":"abc"}""", false)]
    [InlineData("""{"a":[{"exists":false}]}""", """{}""", true)]
    [InlineData("""{"a":[{"exists":false}]}""", """{"a":null}""", false)]
    [InlineData("""{"a":{"b":[{"exists":false}]}}""", """{}""", true)]
    [InlineData("""{"a":[{"exists":true}]}""", """{"a":{"b":1}}""", false)]
    [InlineData("""{"a":[{"exists":true}]}""", """{"a":""}""", true)]
    [InlineData("""{"a":[{"anything-but":"x"}]}""", """{"a":"y"}""", true)]
    [InlineData("""{"a":[{"anything-but":"x"}]}""", """{"a":"x"}""", false)]
    [InlineData("""{"a":[{"anything-but":["x",5]}]}""", """{"a":5}""", false)]
    [InlineData("""{"a":[{"anything-but":"x"}]}""", """{}""", false)]
    [InlineData("""{"a":[{"anything-but":{"prefix":"x"}}]}""", """{"a":"xy"}""", false)]
    [InlineData("""{"a":[{"numeric":[">",0,"<=",5]}]}""", """{"a":5}""", true)]
    [InlineData("""{"a":[{"numeric":[">",0,"<=",5]}]}""", """{"a":0}""", false)]
    [InlineData("""{"a":[{"numeric":["=",5]}]}""", """{"a":"5"}""", false)]
    [InlineData("""{"a":[{"exists":true}]}""", """{"a":[{"b":1}]}""", false)]
    [InlineData("""{"a":[{"exists":true}]}""", """{"a":[]}""", false)]
    [InlineData("""{"a":["x"]}""", """{"a":[["y","x"]]}""", true)]
    [InlineData("""{"a":{"b":["x"],"c":["y"]}}""", """{"a":[{"b":"x","c":"z"},{"b":"z","c":"y"}]}""", false)] // not of one element
    [InlineData("""{"a":{"b":["x"],"c":["y"]}}""", """{"a":[{"b":"x","c":"z"},{"b":"x","c":"y"}]}""", true)]
    [InlineData("""{"a":{"b":["x"]},"c":["y"]}""", """{"a":[{"b":"z"},{"b":"x"}],"c":["z","y"]}""", true)]
    [InlineData("""{"a":{"b":[{"exists":false}]}}""", """{"a":[{"b":1},{"c":2}]}""", false)] // there in one element is there
    [InlineData("""{"a":{"b":[{"exists":false},{"prefix":"x"}]}}""", """{"a":[{"b":"xy"},{"c":2}]}""", true)]
    [InlineData("""{"a":{"b":[{"exists":false},{"prefix":"x"}]}}""", """{"a":[{"b":"y"}]}""", false)]
    [InlineData("""{"a":{"b":[{"exists":false},{"prefix":"x"}]}}""", """{"a":[{"c":2}]}""", true)]
    [InlineData("""{"a":{"$or":[{"b":["x"]},{"c":{"d":["y"]}}]},"e":["z"]}""", """{"a":{"c":{"d":"y"}},"e":"z"}""", true)]
    [InlineData("""{"a":{"$or":[{"b":["x"]},{"c":{"d":["y"]}}]},"e":["z"]}""", """{"a":{"c":{"d":"y"}}}""", false)]
    [InlineData("""{"$or":[{"a":["x"]},{"b":["y"]}]}""", """{"b":"y"}""", true)]
    [InlineData("""{"$or":[{"a":["x"]},{"b":["y"]}]}""", """{"b":"x"}""", false)]
    public void Patterns_match_as_eventbridge_matches(string pattern, string message, bool matches) =>
        Assert.Equal(matches, EventPattern.Parse(pattern).Matches(JsonDocument.Parse(message).RootElement));

    [Theory]
    [InlineData("x")]
    [InlineData("[]")]
    [InlineData("""{"a":"x"}""")]
    [InlineData("""{"a":[]}""")]
    [InlineData("""{"a":[["x"]]}""")]
    [InlineData("""{"a":[{"regex":"x"}]}""")]
    [InlineData("""{"a":[{"cidr":"10.0.0.0/8"}]}""")]
    [InlineData("""{"a":[{"exists":"yes"}]}""")]
    [InlineData("""{"a":[{"numeric":[">"]}]}""")]
    [InlineData("""{"a":[{"numeric":["~",1]}]}""")]
    [InlineData("""{"a":[{"prefix":"x","suffix":"y"}]}""")]
    [InlineData("""{"$or":{"a":["x"]}}""")]
    [InlineData("""{"$or":[{"a":"x"}]}""")]
    public void What_is_not_known_is_refused_with_its_place(string pattern) =>
        Assert.StartsWith("Event pattern", Assert.Throws<FormatException>(() => EventPattern.Parse(pattern)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void More_than_1000_combinations_are_refused()
    {
        var ways = string.Join(',', Enumerable.Range(0, 11).Select(way => $$"""{"a{{way}}":["x"]}"""));
        var pattern = $$$"""{"a":{"$or":[{{{ways}}}]},"b":{"$or":[{{{ways}}}]},"c":{"$or":[{{{ways}}}]}}""";
        Assert.Contains("1000 combinations", Assert.Throws<FormatException>(() => EventPattern.Parse(pattern)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ModifySecurityGroupRules", null, true)]
    [InlineData("AuthorizeSecurityGroupIngress", null, true)]
    [InlineData("CreateVpc", null, true)]
    [InlineData("AuthorizeSecurityGroupIngress", "Client.InvalidPermission.Duplicate", true)] // some people report rules all the same
    [InlineData("AuthorizeSecurityGroupIngress", "Client.UnauthorizedOperation", false)]
    [InlineData("AuthorizeSecurityGroupIngress", "DryRunOperation", false)]
    [InlineData("RevokeSecurityGroupIngress", "Client.InvalidPermission.NotFound", false)]
    [InlineData("CreateVpc", "Client.VpcLimitExceeded", false)]
    [InlineData("DescribeSecurityGroups", null, false)]
    [InlineData("DeleteSecurityGroup", null, false)]
    public void The_rule_of_the_module_takes_changes_that_happened_or_may_have(string eventName, string? errorCode, bool matches)
    {
        var error = errorCode is null ? "" : $",\"errorCode\":\"{errorCode}\"";
        var message =
            """{"source":"aws.ec2","detail-type":"AWS API Call via CloudTrail","detail":"""
                + $$"""{"eventSource":"ec2.amazonaws.com","eventName":"{{eventName}}"{{error}} } }""";
        Assert.Equal(matches, EventPattern.OfModule.Matches(JsonDocument.Parse(message).RootElement));
    }
}
