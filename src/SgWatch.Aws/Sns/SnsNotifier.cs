using System.Net;
using System.Text;
using Amazon.Runtime.Internal;
using SgWatch.Aws.Calls;
using SgWatch.Aws.Connections;
using SgWatch.Guard;
using SgWatch.Incidents;

namespace SgWatch.Aws.Sns;

/// <summary>Tells people through an SNS topic: one Publish call, signed by the SDK's own signer.</summary>
/// <remarks>Source: SNS API Reference, Publish; the query protocol's form and errors.</remarks>
public sealed class SnsNotifier(AwsConnection connection, TopicArn topic, TimeProvider time) : INotifier
{
    private const string Operation = "Publish";
    private const string FormType = "application/x-www-form-urlencoded; charset=utf-8";

    private readonly SnsConfig _config = connection.Configure(new SnsConfig(), topic.Region);

    public async Task<CallResult<Done>> SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        var answer = await AwsCall.TryAsync(Operation, time, token => PostAsync(notification, token), cancellationToken);
        return answer switch
        {
            CallResult<(HttpStatusCode Status, string Body)>.Failed(var failure) => failure,
            CallResult<(HttpStatusCode Status, string Body)>.Ok({ Status: HttpStatusCode.OK }) => default(Done),
            CallResult<(HttpStatusCode Status, string Body)>.Ok(var (status, body)) => SignedCall.ReadFailure(Operation, status, body),
            _ => throw new InvalidOperationException("A call neither succeeded nor failed."),
        };
    }

    internal static byte[] WriteForm(TopicArn topic, Notification notification) => Encoding.ASCII.GetBytes(string.Join('&',
        "Action=Publish",
        "Version=2010-03-31",
        "MessageStructure=json",
        "TopicArn=" + Uri.EscapeDataString(topic.Text),
        "Subject=" + Uri.EscapeDataString(notification.Subject),
        "Message=" + Uri.EscapeDataString(PublishMessage.Write(notification))));

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(Notification notification, CancellationToken cancellationToken)
    {
        var publish = new DefaultRequest(new BareRequest(), "SNS")
        {
            HttpMethod = "POST",
            Endpoint = new(_config.DetermineServiceOperationEndpoint(new(new BareRequest())).URL),
            ResourcePath = "/",
            Content = WriteForm(topic, notification),
            AuthenticationRegion = topic.Region,
        };
        publish.Headers["Content-Type"] = FormType;
        using var request = await SignedCall.SignAsync(connection, _config, publish, time);
        using var response = await connection.Http.SendAsync(request, cancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
    }
}
