using System.Net;
using System.Text;
using System.Text.Json;
using SgWatch.Aws.Calls;
using SgWatch.Aws.Connections;
using SgWatch.Aws.Findings;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;
using SgWatch.Text;

namespace SgWatch.Aws.EventBridge;

/// <summary>Puts notifications onto an event bus.</summary>
/// <remarks>
/// An event has the source <c>sgwatch</c>, a detail type such as <c>sgwatch.incident</c>, and the notification's JSON as its detail. If
/// the JSON is too long, <see cref="Notification.ShortJson"/> replaces it. An event may arrive twice, as all of EventBridge's may: the
/// incident's <c>id</c> shows it. Source: EventBridge API Reference, PutEvents: at most 10 entries and 256 KB.
/// </remarks>
/// <param name="connection">The guard's own identity.</param>
/// <param name="bus">The bus.</param>
/// <param name="hasFindings">True to send each finding of an incident as well. It is an OCSF Detection Finding of the detail type
/// <c>sgwatch.detection-finding</c>.</param>
/// <param name="time">The clock of signatures and of the time limit.</param>
public sealed class EventBridgeNotifier(AwsConnection connection, EventBus bus, bool hasFindings, TimeProvider time) : INotifier
{
    private const string Operation = "PutEvents";
    private const int MaxEntries = 10;
    private const int MaxBytes = 256 * 1024;
    private const int MaxDetailBytes = MaxBytes - 2048; // an entry's other fields count too

    private readonly AwsApi _api = new(connection, bus.Region ?? connection.Region, time);

    /// <inheritdoc />
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
        var fits = Encoding.UTF8.GetByteCount(notification.Json) <= MaxDetailBytes;
        yield return (notification.Kind, fits ? notification.Json : notification.ShortJson);
        if (hasFindings && notification.Incident is { } incident)
        {
            foreach (var finding in GuardrailFinding.Of(incident))
            {
                yield return ("sgwatch.detection-finding", DetectionFinding.Write(finding));
            }
        }
    }

    private async Task<CallFailure?> PutAsync(
        Notification notification, List<(string Type, string Detail)> entries, CancellationToken cancellationToken)
    {
        var json = JsonOutput.ObjectText(writer => Write(writer, notification, entries));
        var call = await _api.EventBridgeAsync(Operation, json, cancellationToken);
        return call.TryGet(out var answer, out var failure) ? FailedEntry(answer) : failure;
    }

    private void Write(Utf8JsonWriter json, Notification notification, List<(string Type, string Detail)> entries) =>
        json.WriteObjects("Entries", entries, (json, entry) =>
        {
            json.WriteString("EventBusName", bus.Text);
            json.WriteString("Source", "sgwatch");
            json.WriteString("DetailType", entry.Type);
            json.WriteString("Detail", entry.Detail);
            json.WriteStrings("Resources", notification.Incident is { } incident ? [GroupArn.Of(incident)] : []);
        });

    // the call succeeds even if EventBridge refuses an entry
    private static CallFailure? FailedEntry(string answer)
    {
        using var json = JsonDocument.Parse(answer);
        foreach (var entry in json.RootElement.TryGetProperty("Entries", out var entries) ? entries.EnumerateArray() : default)
        {
            if (entry.TryGetProperty("ErrorCode", out var code) && code.GetString() is { Length: > 0 } text)
            {
                var message = entry.TryGetProperty("ErrorMessage", out var sentence) ? sentence.GetString() : null;
                return AwsFailures.Of(Operation, text, HttpStatusCode.OK, message);
            }
        }
        return null;
    }
}
