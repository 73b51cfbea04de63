using System.Text;
using System.Text.Json;
using SgWatch.Text;

namespace SgWatch.Incidents;

/// <summary>One message to people and programs.</summary>
/// <param name="Kind">What it is about, such as <c>sgwatch.incident</c>: the schema of its JSON without the version.</param>
/// <param name="Subject">Under 100 printable ASCII characters, as SNS requires of an e-mail's subject.</param>
/// <param name="Text">Plain text, for e-mail.</param>
/// <param name="Json">One JSON object, for queues and functions.</param>
public sealed record Notification(string Kind, string Subject, string Text, string Json)
{
    /// <summary>The incident that it is about. Null if it is about something else.</summary>
    public Incident? Incident { get; init; }

    /// <summary>The id of the invocation that sends it, for logs. Null if it has none.</summary>
    public string? RequestId { get; init; }

    /// <summary>The most bytes that a JSON takes: SNS and EventBridge take 256 KB with everything around it.</summary>
    internal const int MaxJsonBytes = 250 * 1024;

    /// <summary>The size of the JSON that was too long to be built. Null if it was built.</summary>
    private long? UnbuiltBytes { get; init; }

    /// <summary>Puts a message together. Its text and its JSON say which version of SgWatch wrote it.</summary>
    /// <remarks>A JSON above <see cref="MaxJsonBytes"/> isn't built: a shorter one or <see cref="ShortJson"/> takes its place.</remarks>
    /// <param name="kind">Such as <c>sgwatch.incident</c>.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="text">The text, without the version.</param>
    /// <param name="members">Writes the JSON's members, without <c>schema</c> and <c>version</c>.</param>
    /// <param name="incident">The incident that it is about. Null if it is about something else.</param>
    /// <param name="fewer">Writes fewer members, for a JSON that would be too long. Null if there is no such choice.</param>
    internal static Notification Of(
        string kind, string subject, MessageBuilder text, Action<Utf8JsonWriter> members, Incident? incident = null,
        Action<Utf8JsonWriter>? fewer = null)
    {
        var all = text.Row("SgWatch", ProductVersion.Text).ToString();
        var notification = new Notification(kind, subject, all, Json: "") { Incident = incident };
        var whole = Document(kind, isCut: false, members);
        var bytes = JsonOutput.CountBytes(whole);
        if (bytes > MaxJsonBytes)
        {
            whole = fewer is null ? null : Document(kind, isCut: true, fewer);
            notification = notification with { UnbuiltBytes = bytes };
        }
        return notification with
        {
            Json = whole is not null && (bytes <= MaxJsonBytes || JsonOutput.CountBytes(whole) <= MaxJsonBytes)
                ? JsonOutput.Text(whole)
                : notification.ShortJson,
        };
    }

    /// <summary>Takes the place of a JSON that is too long for a channel. The incident log holds the whole JSON.</summary>
    /// <remarks><c>{"schema":"sgwatch.notification/1","version","truncated":true,"kind","subject","incident","sizeBytes"}</c>.</remarks>
    public string ShortJson => JsonOutput.ObjectText(json =>
    {
        json.WriteString("schema", "sgwatch.notification/1");
        json.WriteString("version", ProductVersion.Text);
        json.WriteBoolean("truncated", true);
        json.WriteString("kind", Kind);
        json.WriteString("subject", Subject);
        json.WriteOptional("incident", Incident?.Id);
        json.WriteNumber("sizeBytes", UnbuiltBytes ?? Encoding.UTF8.GetByteCount(Json));
    });

    private static Action<Utf8JsonWriter> Document(string kind, bool isCut, Action<Utf8JsonWriter> members) => document =>
        document.WriteObject(json =>
        {
            json.WriteString("schema", $"{kind}/1");
            json.WriteString("version", ProductVersion.Text);
            if (isCut)
            {
                json.WriteBoolean("truncated", true);
            }
            members(json);
        });
}
