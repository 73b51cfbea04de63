using System.Text.Json;

namespace SgWatch.Aws.Tests.CloudTrail;

/// <summary>Answers of LookupEvents, and the records in them, as CloudTrail writes them.</summary>
internal static class TrailRecords
{
    public const string Own = "111122223333";
    public const string Group = "sg-0123456789abcdef0";
    public const string RuleId = "sgr-0aaaaaaaaaaaaaaaa";
    public const string Pipeline = "arn:aws:iam::111122223333:role/deploy-pipeline";
    public const string Mallory = "arn:aws:iam::111122223333:user/mallory";
    public const string List = "pl-0123456789abcdef0";

    public static string Page(params string[] records) => PageThen(null, records);

    public static string PageThen(string? next, params string[] records) => JsonSerializer.Serialize(new
    {
        Events = records.Select(record => new { EventId = "e", EventTime = 1.7e9, CloudTrailEvent = record }),
        NextToken = next,
    });

    public static string Authorize(
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

    public static string Modify(string arn, int port, int minute = 0, string ruleId = RuleId)
    {
        var rule = $$$"""{"IpProtocol":"tcp","FromPort":{{{port}}},"ToPort":{{{port}}},"CidrIpv4":"0.0.0.0/0"}""";
        var rules = $$$"""{"SecurityGroupRuleId":"{{{ruleId}}}","SecurityGroupRule":{{{rule}}} }""";
        return Record(arn, "ModifySecurityGroupRules",
            $$$"""{"ModifySecurityGroupRulesRequest":{"GroupId":"{{{Group}}}","SecurityGroupRule":{{{rules}}} } }""",
            """{"ModifySecurityGroupRulesResponse":{"return":true}}""", minute);
    }

    public static string ModifyList(string arn, int minute = 0) => Record(arn, "ModifyManagedPrefixList",
        $$$"""{"ModifyManagedPrefixListRequest":{"PrefixListId":"{{{List}}}","AddEntry":{"Cidr":"0.0.0.0/0"} } }""", "null", minute);

    public static string Record(string arn, string name, string request, string answer, int minute = 0, string? error = null) => $$"""
        {"eventVersion":"1.09","userIdentity":{"type":"IAMUser","arn":"{{arn}}"},"eventTime":"2026-11-28T11:{{minute:00}}:00Z",
         "eventSource":"ec2.amazonaws.com","eventName":"{{name}}","awsRegion":"eu-west-1","recipientAccountId":"{{Own}}",
         {{(error is null ? "" : $"\"errorCode\":\"{error}\",")}}"requestParameters":{{request}},"responseElements":{{answer}}}
        """;
}
