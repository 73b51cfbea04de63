using System.IO.Compression;
using System.Text.Json;
using SgWatch.EndToEnd.Lambda;
using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Stack;

/// <summary>The deployed function, run here as Lambda runs it.</summary>
/// <remarks>It is the program of the deployed zip, in the deployed environment, with batches from the deployed queue.</remarks>
internal sealed class DeployedFunction : IAsyncDisposable
{
    private const string Program = "bootstrap"; // the name that the runtime provided.al2023 asks for

    private readonly DirectoryInfo _folder;
    private readonly RunningFunction _running;
    private readonly AwsCli _aws;
    private readonly string _queueUrl;
    private readonly string _queueArn;
    private readonly int _batchSize;

    private DeployedFunction(DirectoryInfo folder, RunningFunction running, AwsCli aws, string queueUrl, string queueArn, int batchSize) =>
        (_folder, _running, _aws, _queueUrl, _queueArn, _batchSize) = (folder, running, aws, queueUrl, queueArn, batchSize);

    /// <summary>What it logged so far.</summary>
    public IReadOnlyList<JsonElement> Log => _running.Log;

    /// <summary>Reads the function's configuration and its event source back from AWS and starts it.</summary>
    /// <param name="stack">The stack that is applied.</param>
    /// <param name="credentials">The credentials of the function and of its poller, as environment variables.</param>
    public static async Task<DeployedFunction> StartAsync(StackFixture stack, params (string Name, string? Value)[] credentials)
    {
        var name = stack.Output("function_name");
        var configuration = await stack.Aws.JsonAsync("lambda", "get-function-configuration", "--function-name", name);
        Assert.Equal(stack.Package.Sha256, configuration.Text("CodeSha256"));
        var mappings = await stack.Aws.JsonAsync("lambda", "list-event-source-mappings", "--function-name", name);
        var source = Assert.Single(mappings.GetProperty("EventSourceMappings").EnumerateArray());
        Assert.Equal("ReportBatchItemFailures", Assert.Single(source.GetProperty("FunctionResponseTypes").EnumerateArray()).GetString());

        var folder = Directory.CreateTempSubdirectory("sgwatch-deployed-");
        ZipFile.ExtractToDirectory(stack.Package.Zip, folder.FullName);
        var environment = configuration.GetProperty("Environment").GetProperty("Variables").EnumerateObject()
            .Select(variable => (variable.Name, variable.Value.GetString()));
        return new(
            folder,
            new(Path.Combine(folder.FullName, Program), stack.Server.Url, [.. environment, .. credentials]),
            new(stack.Server.Url, credentials: credentials),
            stack.Output("queue_url"),
            source.Text("EventSourceArn"),
            source.GetProperty("BatchSize").GetInt32());
    }

    /// <summary>Polls once, as Lambda does: receives a batch, invokes the function with it, and deletes what didn't fail.</summary>
    /// <returns>The function's answer.</returns>
    public async Task<JsonElement> PollAsync(TimeSpan? limit = null)
    {
        var received = await _aws.SqsAsync("receive-message", "--queue-url", _queueUrl,
            "--max-number-of-messages", $"{_batchSize}", "--attribute-names", "All", "--wait-time-seconds", "2");
        var messages = received.ValueKind == JsonValueKind.Null ? [] : received.GetProperty("Messages").EnumerateArray().ToList();
        Assert.NotEmpty(messages);
        var answer = await _running.AnswerAsync(
            JsonSerializer.Serialize(new
            {
                Records = messages.Select(message => new
                {
                    messageId = message.Text("MessageId"),
                    receiptHandle = message.Text("ReceiptHandle"),
                    body = message.Text("Body"),
                    attributes = message.GetProperty("Attributes"),
                    messageAttributes = new { },
                    md5OfBody = message.Text("MD5OfBody"),
                    eventSource = "aws:sqs",
                    eventSourceARN = _queueArn,
                    awsRegion = "us-east-1",
                }),
            }),
            limit);
        var failed = answer.GetProperty("batchItemFailures").EnumerateArray()
            .Select(failure => failure.Text("itemIdentifier"))
            .ToHashSet();
        foreach (var message in messages.Where(message => !failed.Contains(message.Text("MessageId"))))
        {
            await _aws.SqsAsync("delete-message", "--queue-url", _queueUrl, "--receipt-handle", message.Text("ReceiptHandle"));
        }
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        await _running.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
