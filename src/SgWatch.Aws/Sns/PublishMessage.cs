using System.Text;
using System.Text.Json;
using SgWatch.Incidents;

namespace SgWatch.Aws.Sns;

/// <summary>A notification as the <c>Message</c> of an SNS Publish call with <c>MessageStructure=json</c>.</summary>
/// <remarks>
/// E-mail gets the text, a text message the subject, and every other protocol (email-json, sqs, lambda, http, https, firehose) the JSON: it is
/// the default, and so stands in the message once. Over SNS's limit the text is cut, with a last line that says so; a JSON that is too
/// long even then is replaced by <c>{"schema":"sgwatch.notification/1","truncated":true,"subject":…,"sizeBytes":…}</c>; the whole is in the incident log.
/// Source: SNS API Reference, Publish: 262,144 bytes, in UTF-8.
/// </remarks>
internal static class PublishMessage
{
    public const int MaxBytes = 256 * 1024;
    private const int MaxCutTextChars = 16 * 1024;
    private const string CutMark = "\n[cut here: the message was too long; the whole is in the incident log]\n";

    public static string Write(Notification notification)
    {
        var message = Write(notification.Json, notification.Text, notification.Subject);
        if (Fits(message))
        {
            return message;
        }
        var text = Cut(notification.Text);
        message = Write(notification.Json, text, notification.Subject);
        return Fits(message) ? message : Write(Replacement(notification), text, notification.Subject);
    }

    private static bool Fits(string message) => Encoding.UTF8.GetByteCount(message) <= MaxBytes;

    private static string Write(string json, string text, string subject) => ToJson(writer =>
    {
        writer.WriteString("default", json);
        writer.WriteString("email", text);
        writer.WriteString("sms", subject);
    });

    private static string Replacement(Notification notification) => ToJson(writer =>
    {
        writer.WriteString("schema", "sgwatch.notification/1");
        writer.WriteBoolean("truncated", true);
        writer.WriteString("subject", notification.Subject);
        writer.WriteNumber("sizeBytes", Encoding.UTF8.GetByteCount(notification.Json));
    });

    private static string Cut(string text)
    {
        if (text.Length <= MaxCutTextChars)
        {
            return text;
        }
        var end = char.IsHighSurrogate(text[MaxCutTextChars - 1]) ? MaxCutTextChars - 1 : MaxCutTextChars;
        return text[..end] + CutMark;
    }

    private static string ToJson(Action<Utf8JsonWriter> members)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
