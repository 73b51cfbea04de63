using System.Globalization;
using System.Text;

namespace SgWatch.Bench.Judge;

/// <summary>Writes what <c>aws ec2 describe-security-group-rules</c> would print for many groups.</summary>
/// <remarks>The same number of groups always gives the same bytes.</remarks>
internal static class RuleFile
{
    private const int RulesPerGroup = 10;

    /// <summary>Writes a file of ten rules a group, most of them private, one in a hundred open to the world.</summary>
    public static void Write(string path, int groups)
    {
        var random = new Random(20260801);
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 20);
        file.Write("{\n    \"SecurityGroupRules\": [");
        for (var rule = 0; rule < groups * RulesPerGroup; rule++)
        {
            file.Write(rule == 0 ? "\n" : ",\n");
            Write(file, random, rule);
        }
        file.Write("\n    ]\n}\n");
    }

    private static void Write(StreamWriter file, Random random, int rule)
    {
        var isEgress = rule % RulesPerGroup == 0;
        var port = random.Next(8) switch
        {
            0 => 443,
            1 => 22,
            2 => 5432,
            3 => 8080,
            4 => 80,
            5 => 3306,
            6 => random.Next(1024, 65536),
            _ => 9090,
        };
        var (protocol, from, to) = isEgress ? ("-1", -1, -1) : ("tcp", port, port);
        var peer = (isEgress, random.Next(100)) switch
        {
            (true, _) => "\"CidrIpv4\": \"10.0.0.0/8\"",
            (_, 0) => "\"CidrIpv4\": \"0.0.0.0/0\"",
            (_, < 12) => $$"""
                "ReferencedGroupInfo": {
                                "GroupId": "sg-{{random.Next():x17}}",
                                "UserId": "111122223333"
                            }
                """,
            (_, < 16) => $"\"CidrIpv6\": \"fd00:{random.Next(65536):x}::/32\"",
            _ => string.Create(CultureInfo.InvariantCulture, $"\"CidrIpv4\": \"10.{random.Next(256)}.{random.Next(256)}.0/24\""),
        };
        file.Write(string.Create(CultureInfo.InvariantCulture, $$"""
                    {
                        "SecurityGroupRuleId": "sgr-{{rule:x17}}",
                        "GroupId": "sg-{{rule / RulesPerGroup:x17}}",
                        "GroupOwnerId": "111122223333",
                        "IsEgress": {{(isEgress ? "true" : "false")}},
                        "IpProtocol": "{{protocol}}",
                        "FromPort": {{from}},
                        "ToPort": {{to}},
                        {{peer}},
                        "Description": "service {{random.Next(1000)}}",
                        "SecurityGroupRuleArn": "arn:aws:ec2:eu-west-1:111122223333:security-group-rule/sgr-{{rule:x17}}",
                        "Tags": []
                    }
            """));
    }
}
