using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using SgWatch.Aws.Connections;
using SgWatch.Calls;

namespace SgWatch.Aws.Calls;

/// <summary>Calls AWS services without their SDK packages: it makes a request, signs it with the SDK's signer, and sends it once.</summary>
/// <remarks>Sources: EC2 and SNS API references, "Query requests"; the AWS JSON protocols 1.0 (SQS) and 1.1 (EventBridge).</remarks>
public sealed class AwsApi
{
    /// <summary>The code of the failure that an answer is too long.</summary>
    internal const string TooLarge = "TooLarge";

    private readonly AwsConnection _connection;
    private readonly string _region;
    private readonly TimeProvider _time;
    private readonly AWSCredentials? _credentials;
    private readonly ConcurrentDictionary<AwsService, ServiceConfig> _configs = [];

    /// <summary>Calls with the connection's own credentials.</summary>
    /// <param name="connection">The connection to AWS.</param>
    /// <param name="region">The region that the calls go to, such as eu-west-1.</param>
    /// <param name="time">The clock of signatures and time limits.</param>
    public AwsApi(AwsConnection connection, string region, TimeProvider time)
        : this(connection, region, time, credentials: null)
    {
    }

    /// <summary>Calls with another account's credentials; null for the connection's own.</summary>
    internal AwsApi(AwsConnection connection, string region, TimeProvider time, AWSCredentials? credentials) =>
        (_connection, _region, _time, _credentials) = (connection, region, time, credentials);

    /// <summary>Calls EC2.</summary>
    /// <param name="action">Such as <c>CreateVpc</c>.</param>
    /// <param name="parameters">Such as <c>IpPermissions.1.IpProtocol</c> and <c>tcp</c>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<CallResult<XElement>> Ec2Async(
        string action, IEnumerable<KeyValuePair<string, string>> parameters, CancellationToken cancellationToken) =>
        (await QueryAsync(AwsService.Ec2, action, parameters, cancellationToken)).TryGet(out var body, out var failure)
            ? ParseXml(action, body)
            : failure;

    /// <summary>Calls EventBridge.</summary>
    /// <param name="action">Such as <c>DisableRule</c>.</param>
    /// <param name="json">The request.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The answer's JSON; empty for a call that answers nothing.</returns>
    public Task<CallResult<string>> EventBridgeAsync(string action, string json, CancellationToken cancellationToken) =>
        JsonAsync(AwsService.EventBridge, action, json, cancellationToken);

    /// <summary>Receives up to ten messages from a queue, and returns their bodies.</summary>
    /// <remarks>The messages stay in the queue: for ten minutes nobody else receives them, and then they can be received again.</remarks>
    public async Task<CallResult<IReadOnlyList<string>>> ReceiveAsync(Uri queue, CancellationToken cancellationToken)
    {
        var request =
            $$"""{"QueueUrl":"{{JsonEncodedText.Encode(queue.ToString())}}","MaxNumberOfMessages":10,"VisibilityTimeout":600}""";
        var answer = await JsonAsync(AwsService.Sqs, "ReceiveMessage", request, cancellationToken);
        if (!answer.TryGet(out var body, out var failure))
        {
            return failure;
        }
        using var document = JsonDocument.Parse(body);
        return document.RootElement.TryGetProperty("Messages", out var messages)
            ? (List<string>)[.. messages.EnumerateArray().Select(message => message.GetProperty("Body").GetString() ?? "")]
            : (List<string>)[];
    }

    /// <summary>Calls a service that takes a form: EC2 or SNS.</summary>
    internal Task<CallResult<string>> QueryAsync(
        AwsService service, string action, IEnumerable<KeyValuePair<string, string>> parameters, CancellationToken cancellationToken)
    {
        IEnumerable<KeyValuePair<string, string>> all = [new("Action", action), new("Version", service.Version), .. parameters];
        var form = string.Join('&', all.Select(field => $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(field.Value)}"));
        return SendAsync(service, action, new("/", "application/x-www-form-urlencoded; charset=utf-8", form), cancellationToken);
    }

    /// <summary>Calls a service that speaks the AWS JSON protocol: EventBridge or SQS.</summary>
    internal Task<CallResult<string>> JsonAsync(AwsService service, string action, string json, CancellationToken cancellationToken) =>
        SendAsync(service, action, JsonPost(service, action, json), cancellationToken);

    /// <summary>The same for an answer that others can make long: one above the limit is the failure <see cref="TooLarge"/>.</summary>
    internal async Task<CallResult<ReadOnlyMemory<byte>>> JsonAsync(
        AwsService service, string action, string json, int maxBytes, CancellationToken cancellationToken)
    {
        var call = await AwsCall.TryAsync(action, _time, async token =>
        {
            using var request = await SignAsync(service, ToRequest(service, JsonPost(service, action, json)));
            using var response = await _connection.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token);
            return (response.StatusCode, Body: await BoundedBody.ReadAsync(response, maxBytes, token));
        }, cancellationToken);
        if (!call.TryGet(out var answer, out var failure))
        {
            return failure;
        }
        return answer switch
        {
            { Body: null } => new CallFailure(CallFailureKind.Rejected, action, TooLarge, $"The answer is longer than {maxBytes} bytes."),
            { StatusCode: HttpStatusCode.OK, Body: { } body } => new ReadOnlyMemory<byte>(body),
            _ => AwsFailures.Of(action, answer.StatusCode, ErrorBody.Read(Encoding.UTF8.GetString(answer.Body))),
        };
    }

    /// <summary>Calls a service that has a path for each action, such as Security Hub.</summary>
    internal Task<CallResult<string>> RestAsync(
        AwsService service, string action, string path, string json, CancellationToken cancellationToken) =>
        SendAsync(service, action, new(path, "application/json", json), cancellationToken);

    /// <summary>A request to a service, not signed yet.</summary>
    internal DefaultRequest NewRequest(AwsService service, string method, string path)
    {
        var config = ConfigOf(service);
        return new(new BareRequest(), service.Id)
        {
            HttpMethod = method,
            Endpoint = config.Url,
            ResourcePath = path,
            AuthenticationRegion = config.AuthenticationRegion,
        };
    }

    /// <summary>Signs a request. The SDK composes its URL, so the URL is the one that was signed.</summary>
    internal async Task<HttpRequestMessage> SignAsync(AwsService service, DefaultRequest request)
    {
        var config = ConfigOf(service);
        var credentials = _credentials is null ? await _connection.GetCredentialsAsync(config) : await _credentials.GetCredentialsAsync();
        if (credentials.UseToken)
        {
            request.Headers["X-Amz-Security-Token"] = credentials.Token;
        }
        var signature = new AWS4Signer(signPayload: true)
            .SignRequest(request, config, null, credentials.AccessKey, credentials.SecretKey, _time.GetUtcNow().UtcDateTime);
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

    /// <summary>The configuration of a service, made at its first call.</summary>
    internal ServiceConfig ConfigOf(AwsService service) =>
        _configs.GetOrAdd(service, static (row, api) => api._connection.Configure(new ServiceConfig(row), api._region), this);

    private async Task<CallResult<string>> SendAsync(AwsService service, string action, Post post, CancellationToken cancellationToken)
    {
        var call = await AwsCall.TryAsync(action, _time, async token =>
        {
            using var request = await SignAsync(service, ToRequest(service, post));
            using var response = await _connection.Http.SendAsync(request, token);
            var type = response.Headers.TryGetValues("x-amzn-errortype", out var types) ? types.First() : null;
            return (response.StatusCode, Type: type, Body: await response.Content.ReadAsStringAsync(token));
        }, cancellationToken);
        if (!call.TryGet(out var answer, out var failure))
        {
            return failure;
        }
        return answer.StatusCode == HttpStatusCode.OK
            ? answer.Body
            : AwsFailures.Of(action, answer.StatusCode, ErrorBody.Read(answer.Body), answer.Type);
    }

    private DefaultRequest ToRequest(AwsService service, Post post)
    {
        var request = NewRequest(service, "POST", post.Path);
        request.Content = Encoding.UTF8.GetBytes(post.Body);
        request.Headers["Content-Type"] = post.ContentType;
        if (post.Target is { } target)
        {
            request.Headers["X-Amz-Target"] = target;
        }
        return request;
    }

    private static Post JsonPost(AwsService service, string action, string json)
    {
        var protocol = service.Json ?? throw new ArgumentException($"{service.Id} doesn't speak the AWS JSON protocol.", nameof(service));
        return new("/", $"application/x-amz-json-{protocol.Version}", json) { Target = $"{protocol.TargetPrefix}.{action}" };
    }

    private static CallResult<XElement> ParseXml(string action, string body)
    {
        try
        {
            return XElement.Parse(body);
        }
        catch (XmlException problem)
        {
            return new CallFailure(CallFailureKind.Transient, action, "UnreadableAnswer", problem.Message);
        }
    }

    private sealed record Post(string Path, string ContentType, string Body)
    {
        /// <summary>The service's action, in the AWS JSON protocol.</summary>
        public string? Target { get; init; }
    }
}
