using Amazon.SQS;
using Amazon.SQS.Model;
using SgWatch.Aws.Calls;
using SgWatch.Aws.Connections;
using SgWatch.Aws.Ec2;
using SgWatch.Calls;
using SgWatch.Guard.Ports;

namespace SgWatch.Aws.Sqs;

/// <summary>The guard's own queue, on SQS.</summary>
/// <remarks>Source: SQS API Reference, SendMessageBatch: 10 messages, hidden for at most 15 minutes.</remarks>
public sealed class SqsContinuationSender : IContinuationSender, IDisposable
{
    private const string Operation = "SendMessageBatch";
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(15);

    private readonly Uri _queue;
    private readonly TimeProvider _time;
    private readonly Lazy<AmazonSQSClient> _sqs; // few invocations need it

    public SqsContinuationSender(AwsConnection connection, Uri queue, TimeProvider time)
    {
        (_queue, _time) = (queue, time);
        _sqs = new(() => connection.CreateSqs(Region(queue) ?? connection.Region));
    }

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

    public void Dispose()
    {
        if (_sqs.IsValueCreated)
        {
            _sqs.Value.Dispose();
        }
    }

    // https://sqs.eu-west-1.amazonaws.com/111122223333/sgwatch: an endpoint of the user's own names none
    private static string? Region(Uri queue) => queue.Host.Split('.') is ["sqs", var region, "amazonaws", ..] ? region : null;
}
