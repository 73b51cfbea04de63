using System.Net;
using System.Text;
using System.Xml;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
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
            CallResult<(HttpStatusCode Status, string Body)>.Ok(var (status, body)) => ReadFailure(status, body),
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
        var signed = await SignAsync(WriteForm(topic, notification));
        using var request = new HttpRequestMessage(HttpMethod.Post, signed.Endpoint) { Content = new ByteArrayContent(signed.Content) };
        foreach (var (name, value) in signed.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }
        using var response = await connection.Http.SendAsync(request, cancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
    }

    private async Task<DefaultRequest> SignAsync(byte[] form)
    {
        var credentials = await connection.GetCredentialsAsync(_config);
        var request = new DefaultRequest(new PublishRequest(), "SNS")
        {
            HttpMethod = "POST",
            Endpoint = new(_config.DetermineServiceOperationEndpoint(new(new PublishRequest())).URL),
            ResourcePath = "/",
            Content = form,
            AuthenticationRegion = topic.Region,
        };
        request.Headers["Content-Type"] = FormType;
        if (credentials.UseToken)
        {
            request.Headers["X-Amz-Security-Token"] = credentials.Token;
        }
        var signature = new AWS4Signer(signPayload: true)
            .SignRequest(request, _config, null, credentials.AccessKey, credentials.SecretKey, time.GetUtcNow().UtcDateTime);
        request.Headers["Authorization"] = signature.ForAuthorizationHeader;
        return request;
    }

    private static CallFailure ReadFailure(HttpStatusCode status, string body)
    {
        string? code = null;
        string? message = null;
        try
        {
            using var reader = XmlReader.Create(new StringReader(body));
            while (reader.Read())
            {
                switch (reader.NodeType == XmlNodeType.Element ? reader.LocalName : "")
                {
                    case "Code":
                        code ??= reader.ReadString();
                        break;
                    case "Message":
                        message ??= reader.ReadString();
                        break;
                }
            }
        }
        catch (XmlException)
        {
            // a proxy's page, say: the status is what is known
        }
        return AwsFailures.Of(Operation, code, status, message);
    }

    private sealed class PublishRequest : AmazonWebServiceRequest;
}
