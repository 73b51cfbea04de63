using System.Text;
using SgWatch.Incidents;
using SgWatch.Verdicts;

namespace SgWatch.Aws.Sns;

/// <summary>A notification as the <c>Message</c> of an SNS Publish call with <c>MessageStructure=json</c>.</summary>
/// <remarks>
/// E-mail gets the text, a text message the subject, https what Amazon Q Developer puts into a chat (<see cref="ChatMessage"/>), and every other
/// protocol (email-json, sqs, lambda, http, firehose) the JSON: it is the default, and so stands in the message once. Over SNS's limit the text is cut,
/// with a last line that says so; a JSON that is too long even then is replaced by <see cref="Notification.ShortJson"/>.
/// Source: SNS API Reference, Publish: 262,144 bytes, in UTF-8.
/// </remarks>
internal static class PublishMessage
{
    public const int MaxBytes = 256 * 1024;
    private const int MaxCutTextChars = 16 * 1024;
    private const string CutMark = "\n[cut here: the message was too long; the whole is in the incident log]\n";

    public static string Write(Notification notification)
    {
        var chat = ChatMessage.Write(notification);
        var message = Write(notification.Json, notification.Text, notification.Subject, chat);
        if (Fits(message))
        {
            return message;
        }
        var text = Cut(notification.Text);
        message = Write(notification.Json, text, notification.Subject, chat);
        return Fits(message) ? message : Write(notification.ShortJson, text, notification.Subject, chat);
    }

    private static bool Fits(string message) => Encoding.UTF8.GetByteCount(message) <= MaxBytes;

    private static string Write(string json, string text, string subject, string chat) => FindingJson.Text(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("default", json);
        writer.WriteString("email", text);
        writer.WriteString("https", chat);
        writer.WriteString("sms", subject);
        writer.WriteEndObject();
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
}
