using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Amazon.Runtime.Internal;
using SgWatch.Aws.Connections;
using SgWatch.Calls;

namespace SgWatch.Aws.Calls;

/// <summary>Any call of EC2, EventBridge or SQS by its name, for what is given as data; signed, and without retries.</summary>
/// <param name="connection">Whose calls they are.</param>
/// <param name="region">Where they go.</param>
/// <param name="time">For signatures and the time limit.</param>
/// <remarks>Source: EC2 API Reference, Query requests; the JSON protocol of EventBridge and SQS (AWS JSON 1.1 and 1.0).</remarks>
public sealed class AwsApi(AwsConnection connection, string region, TimeProvider time)
{
    private const string Ec2Version = "2016-11-15";

    private readonly ServiceConfig _ec2 = connection.Configure(new ServiceConfig("EC2", "ec2", Ec2Version), region);
    private readonly ServiceConfig _events = connection.Configure(new ServiceConfig("EventBridge", "events", "2015-10-07"), region);
    private readonly ServiceConfig _sqs = connection.Configure(new ServiceConfig("SQS", "sqs", "2012-11-05"), region);

    /// <summary>Calls EC2.</summary>
    /// <param name="action">Such as <c>CreateVpc</c>.</param>
    /// <param name="parameters">Such as <c>IpPermissions.1.IpProtocol</c> and <c>tcp</c>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<CallResult<XElement>> Ec2Async(
        string action, IEnumerable<KeyValuePair<string, string>> parameters, CancellationToken cancellationToken)
    {
        IEnumerable<KeyValuePair<string, string>> all = [new("Action", action), new("Version", Ec2Version), .. parameters];
        var form = string.Join('&', all.Select(parameter => $"{Uri.EscapeDataString(parameter.Key)}={Uri.EscapeDataString(parameter.Value)}"));
        var answer = await PostAsync(action, _ec2, form, "application/x-www-form-urlencoded; charset=utf-8", null, cancellationToken);
        return answer switch
        {
            CallResult<string>.Ok(var body) => Parse(action, body),
            CallResult<string>.Failed(var failure) => failure,
            _ => throw new System.Diagnostics.UnreachableException("A call neither succeeded nor failed."),
        };
    }

    /// <summary>Calls EventBridge; its answers to what is called here say nothing.</summary>
    /// <param name="action">Such as <c>DisableRule</c>.</param>
    /// <param name="json">The request.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<CallResult<string>> EventBridgeAsync(string action, string json, CancellationToken cancellationToken) =>
        PostAsync(action, _events, json, "application/x-amz-json-1.1", $"AWSEvents.{action}", cancellationToken);

    /// <summary>Takes up to ten messages out of a queue: their bodies. They are not to be seen by others for a while, and then again.</summary>
    public async Task<CallResult<IReadOnlyList<string>>> ReceiveAsync(Uri queue, CancellationToken cancellationToken)
    {
        var request = $$"""{"QueueUrl":"{{JsonEncodedText.Encode(queue.ToString())}}","MaxNumberOfMessages":10,"VisibilityTimeout":600}""";
        var answer = await PostAsync("ReceiveMessage", _sqs, request, "application/x-amz-json-1.0", "AmazonSQS.ReceiveMessage", cancellationToken);
        if (answer is CallResult<string>.Failed(var failure))
        {
            return failure;
        }
        using var document = JsonDocument.Parse(((CallResult<string>.Ok)answer).Value);
        return document.RootElement.TryGetProperty("Messages", out var messages)
            ? (List<string>)[.. messages.EnumerateArray().Select(message => message.GetProperty("Body").GetString() ?? "")]
            : (List<string>)[];
    }

    private async Task<CallResult<string>> PostAsync(
        string action, ServiceConfig config, string body, string contentType, string? target, CancellationToken cancellationToken)
    {
        var answer = await AwsCall.TryAsync(action, time, async token =>
        {
            var call = new DefaultRequest(new BareRequest(), config.ServiceId)
            {
                HttpMethod = "POST",
                Endpoint = new(config.DetermineServiceOperationEndpoint(new(new BareRequest())).URL),
                ResourcePath = "/",
                Content = Encoding.UTF8.GetBytes(body),
                AuthenticationRegion = region,
            };
            call.Headers["Content-Type"] = contentType;
            if (target is not null)
            {
                call.Headers["X-Amz-Target"] = target;
            }
            using var request = await SignedCall.SignAsync(connection, config, call, time);
            using var response = await connection.Http.SendAsync(request, token);
            return (response.StatusCode, Body: await response.Content.ReadAsStringAsync(token));
        }, cancellationToken);
        return answer switch
        {
            CallResult<(HttpStatusCode StatusCode, string Body)>.Failed(var failure) => failure,
            CallResult<(HttpStatusCode StatusCode, string Body)>.Ok({ StatusCode: HttpStatusCode.OK } ok) => ok.Body,
            CallResult<(HttpStatusCode StatusCode, string Body)>.Ok(var (status, text)) when target is null => SignedCall.ReadFailure(action, status, text),
            CallResult<(HttpStatusCode StatusCode, string Body)>.Ok(var (status, text)) => ReadJsonFailure(action, status, text),
            _ => throw new System.Diagnostics.UnreachableException("A call neither succeeded nor failed."),
        };
    }

    private static CallResult<XElement> Parse(string action, string body)
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

    private static CallFailure ReadJsonFailure(string action, HttpStatusCode status, string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var code = document.RootElement.TryGetProperty("__type", out var type) ? type.GetString()?.Split('#')[^1] : null;
            var message = document.RootElement.TryGetProperty("message", out var text) ? text.GetString() : null;
            return AwsFailures.Of(action, code, status, message);
        }
        catch (JsonException)
        {
            return AwsFailures.Of(action, null, status, null);
        }
    }

    private sealed class ServiceConfig : BareConfig
    {
        private readonly string _name;

        public ServiceConfig(string serviceId, string name, string version)
            : base(serviceId, name)
        {
            _name = name;
            ServiceVersion = version;
        }

        public override string ServiceVersion { get; }

        protected override string OwnHost(string region) => $"{_name}.{region}.{RegionEndpoint.PartitionDnsSuffix}";
    }
}
