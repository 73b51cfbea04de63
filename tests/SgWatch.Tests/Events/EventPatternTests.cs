using System.Text;
using System.Text.Json.Nodes;
using SgWatch.Events;

namespace SgWatch.Tests.Events;

/// <summary>The event pattern chooses what comes; the reader must know everything that it lets through.</summary>
public class EventPatternTests
{
    private static readonly JsonNode Pattern =
        JsonNode.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Events", "event-pattern.json")))!;

    public static TheoryData<string> EventNames =>
        [.. Pattern["detail"]!["eventName"]!.AsArray().Select(name => name!.GetValue<string>())];

    [Theory, MemberData(nameof(EventNames))]
    public void Every_call_that_the_pattern_lets_through_is_a_cause_to_look(string eventName)
    {
        var records = Fixture.Names.Select(name => JsonNode.Parse(Fixture.Bytes(name))!).Select(node => node["detail"] ?? node)
            .Where(node => node["eventName"]?.GetValue<string>() == eventName && node["errorCode"] is null).ToList();
        var changes = records.ConvertAll(record => Assert.IsType<Trigger.Change>(Read(record)));
        Assert.All(changes, change => Assert.Equal(eventName, change.Origin.EventName));
        Assert.Contains(changes, change => change.Looks.All(look => look.Target is not Target.EveryGroup));
    }

    private static Trigger Read(JsonNode record)
    {
        var envelope = new JsonObject
        {
            ["source"] = Pattern["source"]![0]!.GetValue<string>(),
            ["detail-type"] = Pattern["detail-type"]![0]!.GetValue<string>(),
            ["detail"] = record.DeepClone(),
        };
        return Assert.Single(EventReader.Read(Encoding.UTF8.GetBytes(envelope.ToJsonString()))).Trigger;
    }
}
