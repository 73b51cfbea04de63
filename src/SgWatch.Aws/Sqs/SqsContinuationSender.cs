using Amazon.SQS;
using Amazon.SQS.Model;
using SgWatch.Aws.Calls;
using SgWatch.Aws.Connections;
using SgWatch.Calls;
using SgWatch.Guard.Ports;

namespace SgWatch.Aws.Sqs;

/// <summary>Sends continuations to the guard's own SQS queue.</summary>
/// <remarks>Source: SQS API Reference, SendMessageBatch: at most 10 messages, hidden for at most 15 minutes.</remarks>
public sealed class SqsContinuationSender : IContinuationSender, IDisposable
{
    private const string Operation = "SendMessageBatch";
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(15);

    private readonly Uri _queue;
    private readonly TimeProvider _time;
    private readonly Lazy<AmazonSQSClient> _sqs; // most invocations don't need it

    /// <summary>Makes a sender. Nothing is opened before the first message.</summary>
    /// <param name="connection">The connection to AWS.</param>
    /// <param name="queue">The queue's URL. If its host names a region, calls go there, else to the connection's.</param>
    /// <param name="time">The clock of the time limit.</param>
    public SqsContinuationSender(AwsConnection connection, Uri queue, TimeProvider time)
    {
        (_queue, _time) = (queue, time);
        _sqs = new(() => connection.CreateSqs(Region(queue) ?? connection.Region));
    }

    /// <inheritdoc />
    public async Task<CallResult<Done>> SendAsync(IReadOnlyList<string> messages, TimeSpan delay, CancellationToken cancellationToken) =>
        await AwsCall.TryAsync(Operation, _time, async token =>
        {
            var answer = await _sqs.Value.SendMessageBatchAsync(
                new()
                {
                    QueueUrl = _queue.ToString(),
                    Entries = [.. messages.Select((message, number) => new SendMessageBatchRequestEntry
                    {
                        Id = $"m{number}",
                        MessageBody = message,
                        DelaySeconds = (int)Math.Clamp(delay.TotalSeconds, 0, MaxDelay.TotalSeconds),
                    })],
                },
                token);
            return answer.Failed is [var failed, ..]
                ? throw new ResponseException(failed.Code, failed.Message ?? "SQS refused a message of a batch.")
                : default(Done);
        }, cancellationToken);

    /// <summary>Closes the queue's client.</summary>
    public void Dispose()
    {
        if (_sqs.IsValueCreated)
        {
            _sqs.Value.Dispose();
        }
    }

    // AWS's host names have the region, as in https://sqs.eu-west-1.amazonaws.com/111122223333/sgwatch; other hosts have none
    private static string? Region(Uri queue) => queue.Host.Split('.') is ["sqs", var region, "amazonaws", ..] ? region : null;
}
