using System.Text.Json;
using System.Text.Json.Nodes;
using SgWatch.EndToEnd.Lambda;
using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Stack;

/// <summary>The messages that go into the applied stack and come out of it.</summary>
internal sealed class StackMessages(StackFixture stack)
{
    private readonly AwsCli _aws = stack.Aws;

    /// <summary>Puts the event of an opened group on the bus. On AWS CloudTrail does that; moto doesn't.</summary>
    public async Task PutEventAsync(string group, string rule, Action<JsonNode>? change = null)
    {
        var message = JsonNode.Parse(OpenedEvent.Of(group, rule))!;
        change?.Invoke(message["detail"]!);
        var entries = new JsonArray(new JsonObject
        {
            ["Source"] = message["source"]!.GetValue<string>(),
            ["DetailType"] = message["detail-type"]!.GetValue<string>(),
            ["Detail"] = message["detail"]!.ToJsonString(),
        });
        var put = await _aws.JsonAsync("events", "put-events", "--entries", entries.ToJsonString());
        Assert.Equal(0, put.GetProperty("FailedEntryCount").GetInt32());
    }

    /// <summary>Subscribes a new queue to the topic.</summary>
    /// <returns>The queue's address.</returns>
    public Task<string> SubscribeAsync() => _aws.SubscribeQueueAsync(stack.Output("topic_arn"), $"people-{Guid.NewGuid():N}");

    /// <summary>The one notification in a queue.</summary>
    public async Task<(string Outcome, string Group)> NotificationAsync(string queue)
    {
        var messages = await _aws.MessagesAsync(queue, "--wait-time-seconds", "5", "--max-number-of-messages", "10");
        using var incident = JsonDocument.Parse(Assert.Single(messages.EnumerateArray()).Text("Body"));
        return (incident.RootElement.Text("outcome"), incident.RootElement.Text("group", "id"));
    }
}
