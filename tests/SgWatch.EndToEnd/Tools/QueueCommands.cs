using System.Text.Json;

namespace SgWatch.EndToEnd.Tools;

/// <summary>The AWS CLI's commands for queues that many tests use.</summary>
internal static class QueueCommands
{
    /// <summary>Makes a queue.</summary>
    /// <returns>Its address.</returns>
    public static async Task<string> CreateQueueAsync(this AwsCli aws, string name) =>
        (await aws.SqsAsync("create-queue", "--queue-name", name)).Text("QueueUrl");

    /// <summary>Makes a queue that gets every message of a topic, as it was published.</summary>
    /// <returns>Its address.</returns>
    public static async Task<string> SubscribeQueueAsync(this AwsCli aws, string topic, string name)
    {
        var queue = await aws.CreateQueueAsync(name);
        await aws.JsonAsync("sns", "subscribe", "--topic-arn", topic, "--protocol", "sqs", "--notification-endpoint",
            $"arn:aws:sqs:us-east-1:{MotoServer.Account}:{name}", "--attributes", "RawMessageDelivery=true");
        return queue;
    }

    /// <summary>Receives messages from a queue that has some.</summary>
    /// <param name="aws">The CLI.</param>
    /// <param name="queue">The queue's address.</param>
    /// <param name="options">More options of <c>receive-message</c>.</param>
    public static async Task<JsonElement> MessagesAsync(this AwsCli aws, string queue, params string[] options) =>
        (await aws.SqsAsync(["receive-message", "--queue-url", queue, .. options])).GetProperty("Messages");
}
