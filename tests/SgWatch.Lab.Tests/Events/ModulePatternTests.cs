using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.EC2;
using SgWatch.Events;
using SgWatch.Lab.Events;

namespace SgWatch.Lab.Tests.Events;

/// <summary>
/// The module's rule lets through what the reader takes for a cause to look, and nothing else.
/// The tests try every call that EC2 has, the records written for the reader's own tests,
/// and real records of CloudTrail if they are at hand.
/// </summary>
public sealed class ModulePatternTests
{
    // the calls of which only some are let through, in the serialisation that CloudTrail is known to use for them;
    // in any other the pattern can't tell, and lets them all through
    private static readonly string[] Filtered = ["CreateTags", "DeleteTags", "ModifyInstanceAttribute", "ModifyNetworkInterfaceAttribute"];

    // calls that name groups, or the region of a list, only in a wrapper, which may have any name
    private static readonly string[] Wrapped =
    [
        "CreateVpcEndpoint", "ModifyVpcEndpoint", "CreateClientVpnEndpoint",
        "CreateIpamPrefixListResolverTarget", "ModifyIpamPrefixListResolverTarget",
    ];

    // calls that add rules: some that failed are looked at
    private static readonly string[] Adding = ["AuthorizeSecurityGroupEgress", "AuthorizeSecurityGroupIngress", "ModifySecurityGroupRules"];

    private static readonly (string Request, string Response)[] Parameters =
    [
        ("""{"groupId":"sg-0a1b2c3d4e5f60718"}""", "{}"),
        ("""{"instanceId":"i-0a1b2c3d4e5f60718","disableApiTermination":{"value":false}}""", """{"_return":true}"""),
        ("""{"instanceId":"i-0a1b2c3d4e5f60718","groupSet":{"items":[{"groupId":"sg-0a1b2c3d4e5f60718"}]}}""", """{"_return":true}"""),
        ("""{"instanceId":"i-0a1b2c3d4e5f60718","groupSet":{}}""", """{"_return":true}"""),
        ("""{"networkInterfaceId":"eni-0a1b2c3d4e5f60718","groupSet":{"items":[{"groupId":"sg-1"},{"groupId":"sg-2"}]}}""",
            """{"_return":true}"""),
        ("""{"networkInterfaceId":"eni-0a1b2c3d4e5f60718","description":{"value":"sg-1"}}""", """{"_return":true}"""),
        ("""{"networkInterfaceId":"eni-0a1b2c3d4e5f60718","omitted":true}""", """{"_return":true}"""),
        ("""{"resourcesSet":{"items":[{"resourceId":"i-0a1b2c3d4e5f60718"}]},"tagSet":{"items":[{"key":"sg-1","value":"sg-2"}]}}""",
            """{"_return":true}"""),
        ("""{"resourcesSet":{"items":[{"resourceId":"i-1"},{"resourceId":"sg-1"}]},"tagSet":{"items":[{"key":"a","value":"b"}]}}""",
            """{"_return":true}"""),
        ("""{"resourcesSet":{"items":[{"resourceId":"i-1"}]},"tagSet":{"items":[{"key":"a","value":"b"}]}}""", """{"omitted":true}"""),
        ("""{"resourcesSet":{},"tagSet":{"items":[{"key":"a","value":"b"}]}}""", "null"),
        ("""{"groupSet":{},"subnetId":"subnet-1"}""",
            """{"networkInterface":{"networkInterfaceId":"eni-1","groupSet":{"items":[{"groupId":"sg-1","groupName":"default"}]}}}"""),
        ("""{"instancesSet":{"items":[{"imageId":"ami-1"}]}}""",
            """{"groupSet":{},"instancesSet":{"items":[{"instanceId":"i-1","groupSet":{"items":[{"groupId":"sg-1"}]}}]}}"""),
        ("""{"launchTemplate":{"launchTemplateId":"lt-1"}}""", """{"omitted":true}"""),
        ("""{"NAMERequest":{"GroupId":"sg-1","VpcId":"vpc-1"}}""", """{"NAMEResponse":{"return":true}}"""),
        ("""{"NAMERequest":{"NetworkInterfaceId":"eni-1","SecurityGroupId":[{"tag":1,"content":"sg-1"},{"tag":2,"content":"sg-2"}]}}""",
            "null"),
        ("""{"NAMERequest":{"InstanceId":"i-1","GroupId":{"tag":1,"content":"sg-1"}}}""", "null"),
        ("""{"NAMERequest":{"InstanceId":"i-1","DisableApiTermination":{"Value":false}}}""", "null"),
        ("""{"NAMERequest":{"ResourceId":{"tag":1,"content":"sg-1"},"Tag":{"Key":"a","Value":"b","tag":1}}}""", "null"),
        ("""{"NAMERequest":{"ResourceId":{"tag":1,"content":"ami-1"},"Tag":{"Key":"a","Value":"b","tag":1}}}""", "null"),
        ("""{"NAMERequest":{"VpcId":"vpc-1","SecurityGroupId":{"tag":1,"content":"sg-1"}}}""", "null"),
        ("""{"NAMERequest":{"PrefixListId":"pl-1","AddEntry":{"Cidr":"203.0.113.0/24","tag":1}}}""", "null"),
        ("""{"NAMERequest":""}""", "null"),
        ("{}", "null"),
        ("null", "null"),
    ];

    /// <summary>Every call that EC2's model has.</summary>
    public static IEnumerable<string> Calls { get; } = [.. typeof(IAmazonEC2).GetMethods()
        .Where(method => method.Name.EndsWith("Async", StringComparison.Ordinal)).Select(method => method.Name[..^5]).Distinct()];

    [Fact]
    public void Every_call_of_ec2_is_let_through_if_and_only_if_it_is_a_cause_to_look()
    {
        Assert.InRange(Calls.Count(), 600, 2000);
        var letThrough = new HashSet<string>();
        foreach (var (name, parameters) in Calls.SelectMany(_ => Parameters, (name, parameters) => (name, parameters)))
        {
            var (request, response) = parameters;
            var record = Record(name, request.Replace("NAME", name, StringComparison.Ordinal),
                response.Replace("NAME", name, StringComparison.Ordinal));
            if (Check(record, IsKnown(name, request)))
            {
                letThrough.Add(name);
            }
            record["errorCode"] = "Client.InvalidParameterValue";
            Assert.Equal(Adding.Contains(name), Check(record, isKnownSerialisation: !Adding.Contains(name)));
            foreach (var refusal in (string[])["UnauthorizedOperation", "DryRunOperation"])
            {
                record["errorCode"] = refusal;
                Assert.False(Check(record, isKnownSerialisation: true));
                record["errorCode"] = $"Client.{refusal}";
                Assert.False(Check(record, isKnownSerialisation: true));
            }
        }
        Assert.Equal(29, letThrough.Count);
    }

    [Fact]
    public void The_records_of_the_readers_tests_are_let_through_if_and_only_if_they_are_a_cause_to_look()
    {
        var records = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Events", "Records"), "*.json")
            .SelectMany(RecordsOf).ToList();
        Assert.True(records.Count(record => Check(record, !Wrapped.Contains(record["eventName"]!.GetValue<string>()))) > 20);
    }

    [Fact]
    public void Real_records_are_let_through_if_and_only_if_they_are_a_cause_to_look()
    {
        foreach (var record in RealRecords.Paths.SelectMany(RecordsOf))
        {
            Check(record, isKnownSerialisation: true);
        }
    }

    [Fact]
    public void The_pattern_is_within_eventbridges_quotas()
    {
        Assert.InRange(EventPattern.ReadResource().Length, 1, EventPattern.MaxLength);
        Assert.InRange(EventPattern.OfModule.Combinations, 1, 20);
    }

    // whether it is let through
    private static bool Check(JsonObject record, bool isKnownSerialisation)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(Envelope(record));
        var isCause = Assert.Single(EventReader.Read(bytes)).Trigger is Trigger.Change;
        using var document = JsonDocument.Parse(bytes);
        var matches = EventPattern.OfModule.Matches(document.RootElement);
        Assert.True(matches == isCause || (matches && !isKnownSerialisation),
            $"let through: {matches}, a cause to look: {isCause}: {record}");
        return matches;
    }

    private static JsonObject Envelope(JsonObject record) => new()
    {
        ["version"] = "0",
        ["detail-type"] = "AWS API Call via CloudTrail",
        ["source"] = $"aws.{record["eventSource"]!.GetValue<string>().Split('.')[0]}",
        ["account"] = "111122223333",
        ["region"] = "eu-west-1",
        ["detail"] = record.DeepClone(),
    };

    private static bool IsKnown(string name, string request) =>
        !Wrapped.Contains(name) && (!Filtered.Contains(name) || HasFieldsOf(name, request));

    private static bool HasFieldsOf(string name, string request) => name switch
    {
        "CreateTags" or "DeleteTags" => request.Contains("resourceId", StringComparison.Ordinal),
        "ModifyInstanceAttribute" => request.Contains("instanceId", StringComparison.Ordinal),
        _ => request.Contains("networkInterfaceId", StringComparison.Ordinal),
    };

    private static JsonObject Record(string name, string request, string response) => new()
    {
        ["eventSource"] = "ec2.amazonaws.com",
        ["eventName"] = name,
        ["awsRegion"] = "eu-west-1",
        ["requestParameters"] = JsonNode.Parse(request),
        ["responseElements"] = JsonNode.Parse(response),
        ["recipientAccountId"] = "111122223333",
    };

    // what stands in a file: a record, an event around one, or a log file; messages of other kinds come another way
    private static IEnumerable<JsonObject> RecordsOf(string path)
    {
        var node = JsonNode.Parse(File.ReadAllBytes(path));
        var found = node?["Records"] as JsonArray ?? new JsonArray(node?.DeepClone());
        return found.Select(record => record?["detail"] ?? record).OfType<JsonObject>()
            .Where(record => record["eventSource"]?.GetValueKind() == JsonValueKind.String && record["eventName"] is not null);
    }
}
