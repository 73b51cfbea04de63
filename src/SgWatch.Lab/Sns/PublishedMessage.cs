using System.Text;
using System.Text.Json;
using SgWatch.Lab.Api;

namespace SgWatch.Lab.Sns;

/// <summary>A message that SNS accepts, read from a Publish request.</summary>
/// <param name="Subject">Null if none was given.</param>
/// <param name="Default">The text for every protocol without its own.</param>
/// <param name="ByProtocol">Texts for single protocols.</param>
/// <remarks>Source: SNS API Reference, Publish.</remarks>
internal sealed record PublishedMessage(string? Subject, string Default, IReadOnlyDictionary<string, string> ByProtocol)
{
    private const int MaxSubjectLength = 99; // "less than 100 characters long"
    private const int MaxBytes = 256 * 1024;

    private static readonly Dictionary<string, string> None = [];

    public string For(string protocol) => ByProtocol.GetValueOrDefault(protocol, Default);

    /// <exception cref="AwsErrorException">SNS wouldn't take it.</exception>
    public static PublishedMessage Read(QueryNode parameters)
    {
        var subject = parameters["Subject"].Value;
        if (subject is not null && !IsSubject(subject))
        {
            throw Invalid("Subject");
        }
        var message = parameters["Message"].Value;
        if (string.IsNullOrEmpty(message))
        {
            throw Invalid("Empty message");
        }
        if (Encoding.UTF8.GetByteCount(message) > MaxBytes)
        {
            throw Invalid("Message too long");
        }
        return parameters["MessageStructure"].Value switch
        {
            null or "" => new(subject, message, None),
            "json" => ReadJson(subject, message),
            _ => throw Invalid("MessageStructure"),
        };
    }

    public static AwsErrorException Invalid(string what) => new("InvalidParameter", $"Invalid parameter: {what}");

    private static bool IsSubject(string subject) => subject.Length is > 0 and <= MaxSubjectLength
        && subject[0] != ' ' && subject.All(static character => character is >= ' ' and <= '~');

    private static PublishedMessage ReadJson(string? subject, string message)
    {
        try
        {
            using var document = JsonDocument.Parse(message);
            var texts = document.RootElement.EnumerateObject()
                .Where(static property => property.Value.ValueKind == JsonValueKind.String) // others are ignored
                .ToDictionary(static property => property.Name, static property => property.Value.GetString()!);
            return texts.TryGetValue("default", out var text)
                ? new(subject, text, texts)
                : throw Invalid("Message Structure - No default entry in JSON message body");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException) // no JSON, no object, a name twice
        {
            throw Invalid("Message Structure - JSON message body failed to parse");
        }
    }
}
