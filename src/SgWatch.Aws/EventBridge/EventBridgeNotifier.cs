using System.Text;
using System.Text.Json;
using Amazon.Runtime.Internal;
using SgWatch.Aws.Calls;
using SgWatch.Aws.Connections;
using SgWatch.Aws.Findings;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;
using SgWatch.Verdicts;

namespace SgWatch.Aws.EventBridge;

/// <summary>Puts what the guard tells onto an event bus: source <c>sgwatch</c>, detail type such as <c>sgwatch.incident</c>, the JSON as its detail.</summary>
/// <remarks>
/// The same may come twice, as every event of EventBridge may; an incident's <c>id</c> tells. A detail that is too long is replaced by
/// <see cref="Notification.ShortJson"/>. Source: EventBridge API Reference, PutEvents: 10 entries and 256 KB.
/// </remarks>
/// <param name="connection">The guard's own identity.</param>
/// <param name="bus">The bus.</param>
/// <param name="hasFindings">Whether each finding of an incident goes there too, as an OCSF Detection Finding of detail type
/// <c>sgwatch.detection-finding</c>.</param>
/// <param name="time">For signatures and the time limit.</param>
public sealed class EventBridgeNotifier(AwsConnection connection, EventBus bus, bool hasFindings, TimeProvider time) : INotifier
{
    private const string Operation = "PutEvents";
    private const int MaxEntries = 10;
    private const int MaxBytes = 256 * 1024;
    private const int MaxDetailBytes = MaxBytes - 2048; // the rest of an entry counts too

    private readonly EventBridgeConfig _config = connection.Configure(new EventBridgeConfig(), bus.Region ?? connection.Region);

    public async Task<CallResult<Done>> SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        var (entries, bytes) = (new List<(string Type, string Detail)>(), 0);
        foreach (var entry in Entries(notification))
        {
            var size = Encoding.UTF8.GetByteCount(entry.Detail);
            if (entries.Count == MaxEntries || bytes + size > MaxDetailBytes)
            {
                if (await PutAsync(notification, entries, cancellationToken) is { } failure)
                {
                    return failure;
                }
                (entries, bytes) = ([], 0);
            }
            entries.Add(entry);
            bytes += size;
        }
        return await PutAsync(notification, entries, cancellationToken) is { } last ? last : default(Done);
    }

    private IEnumerable<(string Type, string Detail)> Entries(Notification notification)
    {
        yield return (notification.Kind, Encoding.UTF8.GetByteCount(notification.Json) <= MaxDetailBytes ? notification.Json : notification.ShortJson);
        if (hasFindings && notification.Incident is { } incident)
        {
            foreach (var finding in GuardrailFinding.Of(incident))
            {
                yield return ("sgwatch.detection-finding", DetectionFinding.Write(finding));
            }
        }
    }

    private async Task<CallFailure?> PutAsync(Notification notification, List<(string Type, string Detail)> entries, CancellationToken cancellationToken)
    {
        var put = new DefaultRequest(new BareRequest(), "EventBridge")
        {
            ResourcePath = "/",
            Content = Encoding.UTF8.GetBytes(FindingJson.Text(json => Write(json, notification, entries))),
        };
        put.Headers["Content-Type"] = "application/x-amz-json-1.1";
        put.Headers["X-Amz-Target"] = "AWSEvents.PutEvents";
        return await SignedCall.PostAsync(Operation, connection, _config, put, time, cancellationToken) switch
        {
            CallResult<string>.Failed(var failure) => failure,
            CallResult<string>.Ok(var answer) => Refusal(answer),
            _ => throw new InvalidOperationException("A call neither succeeded nor failed."),
        };
    }

    private void Write(Utf8JsonWriter json, Notification notification, List<(string Type, string Detail)> entries)
    {
        json.WriteStartObject();
        json.WriteStartArray("Entries");
        foreach (var (type, detail) in entries)
        {
            json.WriteStartObject();
            json.WriteString("EventBusName", bus.Text);
            json.WriteString("Source", "sgwatch");
            json.WriteString("DetailType", type);
            json.WriteString("Detail", detail);
            FindingJson.Strings(json, "Resources", notification.Incident is { } incident ? [GroupArn.Of(incident)] : []);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // the call succeeds though entries don't
    private static CallFailure? Refusal(string answer)
    {
        using var json = JsonDocument.Parse(answer);
        foreach (var entry in json.RootElement.TryGetProperty("Entries", out var entries) ? entries.EnumerateArray() : default)
        {
            if (entry.TryGetProperty("ErrorCode", out var code) && code.GetString() is { Length: > 0 } text)
            {
                return AwsFailures.Of(Operation, text, System.Net.HttpStatusCode.OK, entry.TryGetProperty("ErrorMessage", out var message) ? message.GetString() : null);
            }
        }
        return null;
    }
}
