using System.Net;
using System.Text.Json;
using System.Xml;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using SgWatch.Aws.Connections;
using SgWatch.Calls;

namespace SgWatch.Aws.Calls;

/// <summary>One call to a service without the service's own package, signed by the SDK's own signer.</summary>
internal static class SignedCall
{
    /// <summary>Posts a request and reads its answer.</summary>
    /// <param name="operation">The call's name.</param>
    /// <param name="connection">The way to AWS.</param>
    /// <param name="config">The service.</param>
    /// <param name="post">What is sent: path, headers and content.</param>
    /// <param name="time">For the signature and the time limit.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <param name="credentials">Whose call it is; the connection's own if none are given.</param>
    /// <returns>The body of an answer with status 200; else why there is none.</returns>
    public static async Task<CallResult<string>> PostAsync(
        string operation, AwsConnection connection, ClientConfig config, DefaultRequest post, TimeProvider time, CancellationToken cancellationToken,
        AWSCredentials? credentials = null)
    {
        var answer = await AwsCall.TryAsync(operation, time, async token =>
        {
            post.HttpMethod = "POST";
            post.Endpoint = new(config.DetermineServiceOperationEndpoint(new(new BareRequest())).URL);
            post.AuthenticationRegion = config.AuthenticationRegion;
            using var request = await SignAsync(connection, config, post, time, credentials);
            using var response = await connection.Http.SendAsync(request, token);
            var type = response.Headers.TryGetValues("x-amzn-errortype", out var types) ? types.First() : null;
            return (response.StatusCode, Type: type, Body: await response.Content.ReadAsStringAsync(token));
        }, cancellationToken);
        return answer switch
        {
            CallResult<(HttpStatusCode Status, string? Type, string Body)>.Failed(var failure) => failure,
            CallResult<(HttpStatusCode Status, string? Type, string Body)>.Ok((HttpStatusCode.OK, _, var body)) => body,
            CallResult<(HttpStatusCode Status, string? Type, string Body)>.Ok(var (status, type, body)) => ReadFailure(operation, status, body, type),
            _ => throw new InvalidOperationException("A call neither succeeded nor failed."),
        };
    }

    /// <summary>Signs a request and makes it an HTTP request, its URL composed by the SDK, as the signer sees it.</summary>
    public static async Task<HttpRequestMessage> SignAsync(
        AwsConnection connection, ClientConfig config, DefaultRequest request, TimeProvider time, AWSCredentials? callers = null)
    {
        var credentials = callers is null ? await connection.GetCredentialsAsync(config) : await callers.GetCredentialsAsync();
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

    /// <summary>What a refusal means: by XML with <c>Code</c> and <c>Message</c>, as SNS and S3 send it, or by JSON with <c>__type</c> or a header, as
    /// the services do that speak JSON.</summary>
    public static CallFailure ReadFailure(string operation, HttpStatusCode status, string body, string? type = null)
    {
        var (code, message) = body.StartsWith('{') ? ReadJson(body) : ReadXml(body);
        return AwsFailures.Of(operation, Bare(type) ?? code, status, message);
    }

    private static (string? Code, string? Message) ReadJson(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            string? Text(string name) => json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            return (Bare(Text("__type")) ?? Text("Code") ?? Text("code"), Text("message") ?? Text("Message"));
        }
        catch (JsonException)
        {
            return default;
        }
    }

    // com.amazonaws.securityhub#InvalidAccessException:http://…
    private static string? Bare(string? type) => type is null ? null : type[(type.IndexOf('#', StringComparison.Ordinal) + 1)..].Split(':')[0];

    private static (string? Code, string? Message) ReadXml(string body)
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
        return (code, message);
    }
}

/// <summary>Stands for the request type that a service's own package would have.</summary>
internal sealed class BareRequest : AmazonWebServiceRequest;
