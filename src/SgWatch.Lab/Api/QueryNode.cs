using System.Globalization;
using System.Text.Json;
using System.Xml;

namespace SgWatch.Lab.Api;

/// <summary>
/// The parameters of a Query request as a tree: <c>IpPermissions.1.IpProtocol</c> is a child of a child of <c>IpPermissions</c>.
/// </summary>
/// <remarks>
/// Source: EC2 API Reference, Query requests. A node may have a value, children, or both; asking for what isn't there gives an empty node.
/// </remarks>
public sealed class QueryNode
{
    private const int MaxDepth = 12; // the API's own parameters have at most six parts
    private static readonly QueryNode Empty = new();

    private readonly SortedDictionary<string, QueryNode> _children = new(StringComparer.Ordinal);

    /// <summary>The text given for the node itself; null if none.</summary>
    public string? Value { get; private set; }

    /// <summary>Whether there is neither a value nor a child.</summary>
    public bool IsEmpty => Value is null && _children.Count == 0;

    /// <summary>The children with their names, in the order of the names.</summary>
    public IEnumerable<KeyValuePair<string, QueryNode>> Children => _children;

    /// <summary>Whether the children are the elements of a list.</summary>
    public bool IsList => _children.Count > 0 && _children.Keys.All(static name => TryIndex(name, out _));

    /// <summary>The child of this name; an empty node if there is none.</summary>
    public QueryNode this[string name] => _children.GetValueOrDefault(name, Empty);

    /// <summary>The elements of a list, by their number; the numbers may have gaps.</summary>
    public IEnumerable<QueryNode> Items => _children
        .Select(static child => (Valid: TryIndex(child.Key, out var index), Index: index, child.Value))
        .Where(static child => child.Valid)
        .OrderBy(static child => child.Index)
        .Select(static child => child.Value);

    /// <summary>The values of a list of texts.</summary>
    public IReadOnlyList<string> Texts => [.. Items.Select(static item => item.Value ?? "")];

    /// <summary>The value as a whole number; null if absent or empty.</summary>
    /// <exception cref="AwsErrorException">The text is none.</exception>
    public long? Number => string.IsNullOrEmpty(Value) ? null
        : long.TryParse(Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw new AwsErrorException("InvalidParameterValue", $"Value ({Value}) is invalid. Expected an integer.");

    /// <summary>Whether the value is true.</summary>
    /// <exception cref="AwsErrorException">The text is neither true nor false.</exception>
    public bool IsTrue => string.IsNullOrEmpty(Value) ? false
        : bool.TryParse(Value, out var flag) ? flag
        : throw new AwsErrorException("InvalidParameterValue", $"Value ({Value}) is invalid. Expected a boolean.");

    /// <summary>Reads the form encoding of a body or of a URL's query.</summary>
    /// <exception cref="AwsErrorException">A name has too many parts.</exception>
    public static QueryNode Parse(string form)
    {
        var root = new QueryNode();
        foreach (var pair in form.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            root.Add(Decode(equals < 0 ? pair : pair[..equals]), equals < 0 ? "" : Decode(pair[(equals + 1)..]));
        }
        return root;
    }

    /// <summary>Parameters given one by one; those without a value are left out.</summary>
    internal static QueryNode Of(IEnumerable<(string Name, string? Value)> parameters)
    {
        var root = new QueryNode();
        foreach (var (name, value) in parameters)
        {
            if (value is not null)
            {
                root.Add(name, value);
            }
        }
        return root;
    }

    /// <summary>The texts, numbers and booleans of a JSON object. The elements of an array are numbered from 1.</summary>
    /// <exception cref="AwsErrorException">It is none, or it is nested too deeply.</exception>
    public static QueryNode OfJson(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new() { MaxDepth = MaxDepth });
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return OfJson(document.RootElement);
            }
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // an invalid surrogate in a text is an InvalidOperationException; the answer below is for it too
        }
        throw new AwsErrorException("SerializationException", "The request is no JSON object.");
    }

    private static QueryNode OfJson(JsonElement json)
    {
        var node = new QueryNode();
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in json.EnumerateObject())
                {
                    node._children[member.Name] = OfJson(member.Value);
                }
                break;
            case JsonValueKind.Array:
                foreach (var (index, item) in json.EnumerateArray().Index())
                {
                    node._children[(index + 1).ToString(CultureInfo.InvariantCulture)] = OfJson(item);
                }
                break;
            case JsonValueKind.Null:
                break;
            default:
                node.Value = json.ValueKind == JsonValueKind.String ? json.GetString() : json.GetRawText();
                break;
        }
        return node;
    }

    private void Add(string name, string value)
    {
        var parts = name.Split('.');
        if (parts.Length > MaxDepth)
        {
            throw new AwsErrorException("MalformedQueryString", $"The name of a parameter has more than {MaxDepth} parts.");
        }
        var node = this;
        foreach (var part in parts)
        {
            if (!node._children.TryGetValue(part, out var child))
            {
                node._children.Add(part, child = new());
            }
            node = child;
        }
        node.Value = value;
    }

    // what couldn't be written into an answer's XML is refused, whichever parameter it stands in
    private static string Decode(string text)
    {
        var decoded = Uri.UnescapeDataString(text.Replace('+', ' '));
        for (var i = 0; i < decoded.Length; i++)
        {
            if (i + 1 < decoded.Length && XmlConvert.IsXmlSurrogatePair(decoded[i + 1], decoded[i]))
            {
                i++;
            }
            else if (!XmlConvert.IsXmlChar(decoded[i]))
            {
                throw new AwsErrorException("MalformedQueryString", "The request has a character that XML doesn't allow.");
            }
        }
        return decoded;
    }

    private static bool TryIndex(string text, out int index) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out index);
}
