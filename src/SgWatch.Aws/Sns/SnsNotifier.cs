using System.Text;
using Amazon.Runtime.Internal;
using SgWatch.Aws.Calls;
using SgWatch.Aws.Connections;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
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
        var publish = new DefaultRequest(new BareRequest(), "SNS") { ResourcePath = "/", Content = WriteForm(topic, notification) };
        publish.Headers["Content-Type"] = FormType;
        return await SignedCall.PostAsync(Operation, connection, _config, publish, time, cancellationToken) is CallResult<string>.Failed(var failure)
            ? failure
            : default(Done);
    }

    internal static byte[] WriteForm(TopicArn topic, Notification notification) => Encoding.ASCII.GetBytes(string.Join('&',
        "Action=Publish",
        "Version=2010-03-31",
        "MessageStructure=json",
        "TopicArn=" + Uri.EscapeDataString(topic.Text),
        "Subject=" + Uri.EscapeDataString(notification.Subject),
        "Message=" + Uri.EscapeDataString(PublishMessage.Write(notification))));
}
