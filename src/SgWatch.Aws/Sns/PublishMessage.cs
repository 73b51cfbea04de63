using System.Text;
using SgWatch.Incidents;
using SgWatch.Text;

namespace SgWatch.Aws.Sns;

/// <summary>Writes a notification as the <c>Message</c> of an SNS Publish call with <c>MessageStructure=json</c>.</summary>
/// <remarks>
/// Each protocol gets its own form. E-mail gets the text. A text message (sms) gets the subject. The protocol https gets what Amazon Q
/// Developer shows in a chat (<see cref="ChatMessage"/>). All other protocols (email-json, sqs, lambda, http, firehose) get the JSON.
/// It is the default, so the message holds it once. If the message is over SNS's limit, the text is cut, and its last line says so.
/// If it is still over the limit, <see cref="Notification.ShortJson"/> replaces the JSON.
/// Source: SNS API Reference, Publish: 262,144 bytes in UTF-8.
/// </remarks>
internal static class PublishMessage
{
    public const int MaxBytes = 256 * 1024;
    private const int MaxCutTextChars = 16 * 1024;
    private const string CutMark = "\n[The message was too long and is cut here. The incident log has all of it.]\n";

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

    private static string Write(string json, string text, string subject, string chat) => JsonOutput.ObjectText(writer =>
    {
        writer.WriteString("default", json);
        writer.WriteString("email", text);
        writer.WriteString("https", chat);
        writer.WriteString("sms", subject);
    });

    private static string Cut(string text)
    {
        if (text.Length <= MaxCutTextChars)
        {
            return text;
        }
        return SafeText.Cut(text, MaxCutTextChars) + CutMark;
    }
}
