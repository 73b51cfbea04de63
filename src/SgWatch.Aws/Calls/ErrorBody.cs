using System.Text.Json;
using System.Xml;

namespace SgWatch.Aws.Calls;

/// <summary>What the body of an AWS error says.</summary>
/// <remarks>
/// Services that speak XML (EC2, S3, SNS) have the elements <c>Code</c> and <c>Message</c>. Services that speak JSON have
/// <c>__type</c> or <c>code</c>, and <c>message</c>. Anything else, such as a proxy's page, has neither code nor message.
/// </remarks>
/// <param name="Code">The error code, such as AccessDenied; null if there is none.</param>
/// <param name="Message">AWS's own sentence; null if there is none.</param>
internal readonly record struct ErrorBody(string? Code, string? Message)
{
    public static ErrorBody Read(string body) => body.StartsWith('{') ? ReadJson(body) : ReadXml(body);

    /// <summary>The error code in an error's type, such as <c>com.amazonaws.securityhub#InvalidAccessException:http://…</c>.</summary>
    public static string? CodeOf(string? type) => type?[(type.IndexOf('#', StringComparison.Ordinal) + 1)..].Split(':')[0];

    private static ErrorBody ReadJson(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            string? Text(string name) =>
                json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            return new(CodeOf(Text("__type")) ?? Text("Code") ?? Text("code"), Text("message") ?? Text("Message"));
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static ErrorBody ReadXml(string body)
    {
        string? code = null;
        string? message = null;
        try
        {
            using var reader = XmlReader.Create(new StringReader(body));
            while (reader.Read())
            {
                switch (reader.NodeType == XmlNodeType.Element ? reader.LocalName : "")
                {
                    case "Code":
                        code ??= reader.ReadString();
                        break;
                    case "Message":
                        message ??= reader.ReadString();
                        break;
                }
            }
        }
        catch (XmlException)
        {
            // not XML, or cut off: what was read so far is all there is
        }
        return new(code, message);
    }
}
