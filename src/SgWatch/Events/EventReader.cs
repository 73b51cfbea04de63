using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using SgWatch.Changes;
using SgWatch.Text;

namespace SgWatch.Events;

/// <summary>Turns bytes into messages. It is the one reader of everything that SgWatch receives.</summary>
/// <remarks>
/// It reads EventBridge events (CloudTrail, AWS Config, schedules), single CloudTrail records and log files, and SQS batches of any of
/// these,
/// also wrapped by SNS. It also reads calls of an AWS Config rule and manual calls. docs/events.md says what each means.
/// It never throws, and every input is at least one message.
/// Bounds: <see cref="MaxBytes"/>, <see cref="MaxRecords"/>, 64 levels of JSON, and 4 levels of JSON inside JSON.
/// </remarks>
public static class EventReader
{
    /// <summary>The most bytes that are parsed. Longer input is only searched for group ids. Lambda accepts 6 MB.</summary>
    public const int MaxBytes = 8 << 20;

    /// <summary>The most records of one batch. SQS delivers at most 10,000.</summary>
    public const int MaxRecords = 10_000;

    private const int MaxNesting = 4;

    private static readonly JsonDocumentOptions Strictly = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    /// <summary>Reads every message.</summary>
    /// <param name="bytes">The input of an invocation, such as a JSON document.</param>
    public static ImmutableArray<EventMessage> Read(ReadOnlyMemory<byte> bytes)
    {
        using var document = Parse(bytes);
        if (document is null)
        {
            return [new(null, UnreadableBytes.Read(bytes.Span))];
        }
        var root = document.RootElement;
        var records = root.Find("Records");
        if (records.ValueKind != JsonValueKind.Array)
        {
            return [new(null, ReadOne(root, 0))];
        }
        return records.GetArrayLength() switch
        {
            0 => [new(null, new Trigger.Ignored("an empty batch"))],
            > MaxRecords => [new(null, Unreadable(root))],
            _ => [.. records.EnumerateArray().Select(ReadRecord)],
        };
    }

    private static EventMessage ReadRecord(JsonElement record) => record.Has("body") || record.Find("eventSource").Text() == "aws:sqs"
        ? new(record.Find("messageId").ShownText(), ReadText(record.Find("body"), record, 1))
        {
            ReceiveCount = ReceiveCountOf(record.Find("attributes").Find("ApproximateReceiveCount").Text()),
        }
        : new(null, ReadOne(record, 0));

    // a count that isn't one is taken for a redelivery, so that what an earlier invocation left unfinished is resumed
    private static int ReceiveCountOf(string? text) => text is null ? 1
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : 2;

    private static Trigger ReadOne(JsonElement message, int nesting)
    {
        if (message.Has("sgwatch"))
        {
            return ManualCallReader.Read(message);
        }
        if (message.Has("detail-type") || message.Has("detail"))
        {
            return ReadEventBridge(message);
        }
        if (message.Has("invokingEvent"))
        {
            return ReadInvokingEvent(message);
        }
        if (message.Has("messageType"))
        {
            return ConfigurationItemReader.Read(message, default);
        }
        if (message.Find("Type").Text() == "Notification" && message.Has("Message"))
        {
            return ReadText(message.Find("Message"), message, nesting + 1);
        }
        if (message.Has("eventName") || message.Has("eventSource"))
        {
            return CloudTrailRecordReader.Read(message, default);
        }
        return message.Has("Records") || message.Has("requestParameters")
            ? Unreadable(message)
            : new Trigger.Ignored($"no message that SgWatch knows: {Describe(message)}");
    }

    private static Trigger ReadEventBridge(JsonElement message)
    {
        var detail = message.Find("detail");
        var type = message.Find("detail-type").Text();
        if (type == "Scheduled Event")
        {
            var origin = new Origin("Sweep")
            {
                EventTime = CloudTrailRecordReader.ReadTime(message.Find("time")),
                Account = message.Find("account").Account(),
                Region = message.Find("region").Region(),
            };
            return new Trigger.Change(origin, [new(new Target.EveryGroup())]);
        }
        if (detail.Has("messageType"))
        {
            return ConfigurationItemReader.Read(detail, message);
        }
        if (detail.Has("eventName") || detail.Has("eventSource"))
        {
            return CloudTrailRecordReader.Read(detail, message);
        }
        return type is null or "AWS API Call via CloudTrail" or "Config Configuration Item Change"
            ? Unreadable(message)
            : new Trigger.Ignored(
                $"EventBridge's {SafeText.Quoted(type)} from {SafeText.Quoted(message.Find("source").Text())}: says nothing about a group");
    }

    // the call of an AWS Config rule: {"invokingEvent":"{…}","accountId":…}
    private static Trigger ReadInvokingEvent(JsonElement message)
    {
        var text = message.Find("invokingEvent").Text();
        using var document = text is null ? null : Parse(Encoding.UTF8.GetBytes(text));
        return document is not null && document.RootElement.Has("messageType")
            ? ConfigurationItemReader.Read(document.RootElement, message)
            : Unreadable(message);
    }

    /// <summary>Reads a message inside a text. If the text isn't one, <paramref name="whole"/> is searched for groups.</summary>
    private static Trigger ReadText(JsonElement element, JsonElement whole, int nesting)
    {
        if (element.ValueKind != JsonValueKind.String || element.Text() is not { } text || nesting > MaxNesting)
        {
            return Unreadable(whole);
        }
        var bytes = Encoding.UTF8.GetBytes(text);
        using var document = Parse(bytes);
        return document is null ? UnreadableBytes.Read(bytes) : ReadOne(document.RootElement, nesting);
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> bytes)
    {
        var json = bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        if (json.Length > MaxBytes || !Utf8.IsValid(json.Span))
        {
            return null;
        }
        try
        {
            return JsonDocument.Parse(json, Strictly);
        }
        catch (JsonException) // not JSON, too deep, or with a property twice, so that its value isn't certain
        {
            return null;
        }
        catch (InvalidOperationException) // a property's name that isn't text: half of a surrogate pair
        {
            return null;
        }
    }

    private static Trigger Unreadable(JsonElement element) => UnreadableBytes.Read(JsonMarshal.GetRawUtf8Value(element));

    private static string Describe(JsonElement message) => message.ValueKind == JsonValueKind.Object
        ? $"an object with {string.Join(", ", message.EnumerateObject().Take(5).Select(property => SafeText.Quoted(property.Name)))}"
        : $"a JSON {message.ValueKind}";
}
