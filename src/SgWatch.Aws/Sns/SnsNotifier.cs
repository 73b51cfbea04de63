using SgWatch.Aws.Calls;
using SgWatch.Aws.Connections;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;

namespace SgWatch.Aws.Sns;

/// <summary>Notifies people through an SNS topic, by one Publish call for each notification.</summary>
/// <remarks>Source: SNS API Reference, Publish; the Query protocol's form and errors.</remarks>
/// <param name="connection">The connection to AWS.</param>
/// <param name="topic">The topic.</param>
/// <param name="time">The clock of signatures and of the time limit.</param>
public sealed class SnsNotifier(AwsConnection connection, TopicArn topic, TimeProvider time) : INotifier
{
    private readonly AwsApi _api = new(connection, topic.Region, time);

    /// <inheritdoc />
    public async Task<CallResult<Done>> SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        var answer = await _api.QueryAsync(
            AwsService.Sns,
            "Publish",
            [
                new("MessageStructure", "json"),
                new("TopicArn", topic.Text),
                new("Subject", notification.Subject),
                new("Message", PublishMessage.Write(notification)),
            ],
            cancellationToken);
        return answer.TryGet(out _, out var failure) ? default(Done) : failure;
    }
}
