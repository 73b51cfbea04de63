using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using SgWatch.Events;

namespace SgWatch.Tests.Events;

/// <summary>The hints of one call, as the reader takes them from its request and its answer.</summary>
internal static class CallHints
{
    public const string Tcp22 = """{"ipProtocol":"tcp","fromPort":22,"toPort":22,"ipRanges":{"items":[{"cidrIp":"0.0.0.0/0"}]}}""";

    /// <summary>The rule of an answer; a response may name it by the word ANSWER.</summary>
    public const string Answer22 = """
        {"groupId":"sg-1","securityGroupRuleId":"sgr-1","isEgress":false,
        "ipProtocol":"tcp","fromPort":22,"toPort":22,"cidrIpv4":"0.0.0.0/0"}
        """;

    public static string Hints(string eventName, string request, string response, bool cut = false) =>
        string.Join(" & ", Read(eventName, request, response, cut).Select(TriggerText.Of));

    public static ImmutableArray<Hint> Read(string eventName, string request, string response, bool cut = false)
    {
        response = response.Replace("ANSWER", Answer22, StringComparison.Ordinal);
        var record = $$$"""{"requestParameters":{{{request}}},"responseElements":{{{response}}}{{{(cut ? ",\"omitted\":true" : "")}}}}""";
        using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(record));
        return CallReader.Read(eventName, CallParameters.Of(document.RootElement), "eu-west-1", out _);
    }
}
