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

    /// <summary>Puts a message together. Its text and its JSON say which version of SgWatch wrote it.</summary>
    /// <param name="kind">Such as <c>sgwatch.incident</c>.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="text">The text, without the version.</param>
    /// <param name="members">Writes the JSON's members, without <c>schema</c> and <c>version</c>.</param>
    internal static Notification Of(string kind, string subject, MessageBuilder text, Action<Utf8JsonWriter> members) => new(
        kind, subject, text.Row("SgWatch", ProductVersion.Text).ToString(), JsonOutput.ObjectText(json =>
        {
            json.WriteString("schema", $"{kind}/1");
            json.WriteString("version", ProductVersion.Text);
            members(json);
        }));

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
        json.WriteNumber("sizeBytes", Encoding.UTF8.GetByteCount(Json));
    });
}
