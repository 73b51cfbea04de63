using System.Net;
using System.Xml;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using SgWatch.Aws.Connections;
using SgWatch.Guard;

namespace SgWatch.Aws.Calls;

/// <summary>One call to a service without the service's own package, signed by the SDK's own signer.</summary>
internal static class SignedCall
{
    /// <summary>Signs a request and makes it an HTTP request, its URL composed by the SDK, as the signer sees it.</summary>
    public static async Task<HttpRequestMessage> SignAsync(AwsConnection connection, ClientConfig config, DefaultRequest request, TimeProvider time)
    {
        var credentials = await connection.GetCredentialsAsync(config);
        if (credentials.UseToken)
        {
            request.Headers["X-Amz-Security-Token"] = credentials.Token;
        }
        var signature = new AWS4Signer(signPayload: true)
            .SignRequest(request, config, null, credentials.AccessKey, credentials.SecretKey, time.GetUtcNow().UtcDateTime);
        request.Headers["Authorization"] = signature.ForAuthorizationHeader;

        var message = new HttpRequestMessage(new HttpMethod(request.HttpMethod), AmazonServiceClient.ComposeUrl(request));
        if (request.Content is { } content)
        {
            message.Content = new ByteArrayContent(content);
        }
        foreach (var (name, value) in request.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }
        return message;
    }

    /// <summary>What a refusal means whose body is XML with <c>Code</c> and <c>Message</c>, as SNS and S3 send it.</summary>
    public static CallFailure ReadFailure(string operation, HttpStatusCode status, string body)
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
        return AwsFailures.Of(operation, code, status, message);
    }
}

/// <summary>Stands for the request type that a service's own package would have.</summary>
internal sealed class BareRequest : AmazonWebServiceRequest;
