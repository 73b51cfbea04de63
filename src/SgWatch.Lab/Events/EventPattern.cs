using System.Text.Json;

namespace SgWatch.Lab.Events;

/// <summary>An event pattern of EventBridge: which events a rule matches.</summary>
/// <remarks>
/// Source: EventBridge user guide, Amazon EventBridge event patterns and comparison operators. Every field of a pattern must hold, and any
/// one of its values; a list in the event matches if any of its elements does. Known: exact values, prefix, suffix, anything-but, exists,
/// numeric, equals-ignore-case, wildcard and <c>$or</c>. Anything else is refused when the pattern is read, never taken for a match.
/// </remarks>
public sealed class EventPattern
{
    private const string ResourceName = "event-pattern.json";
    private const int MaxDepth = 32;

    private readonly Test _test;

    private EventPattern(Test test) => _test = test;

    private delegate bool Test(JsonElement? value);

    /// <summary>The pattern of the rule that the Terraform module makes, from the very file.</summary>
    public static EventPattern OfModule { get; } = ReadResource();

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">It isn't one, or uses what isn't known; the message names the field.</exception>
    public static EventPattern Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new() { MaxDepth = MaxDepth });
            return new(ReadFields(document.RootElement.Clone(), "$"));
        }
        catch (JsonException e)
        {
            throw new FormatException($"Event pattern: {e.Message}", e);
        }
    }

    /// <summary>Whether an event, envelope and all, matches.</summary>
    public bool Matches(JsonElement message) => _test(message);

    private static Test ReadFields(JsonElement pattern, string path)
    {
        if (pattern.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"Event pattern, {path}: expected an object of fields or a list of values.");
        }
        var tests = pattern.EnumerateObject().Select(property => ReadField(property, path)).ToList();
        return value => tests.TrueForAll(test => test(value));
    }

    private static Test ReadField(JsonProperty property, string path)
    {
        var here = $"{path}.{property.Name}";
        if (property.Name == "$or")
        {
            var ways = Elements(property.Value, here).Select(way => ReadFields(way, here)).ToList();
            return value => ways.Exists(way => way(value));
        }
        var name = property.Name;
        if (property.Value.ValueKind == JsonValueKind.Array)
        {
            var tests = Elements(property.Value, here).Select(value => Comparison.Read(value, here)).ToList();
            return Below(name, field => Leaves(field).Any(leaf => tests.Exists(test => test(leaf))));
        }
        var inner = ReadFields(property.Value, here);
        return Below(name, field => field is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Any(element => inner(element)) : inner(field));
    }

    private static Test Below(string name, Test test) => value =>
        test(value is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var field) ? field : null);

    // null stands for a field that isn't there; an object is no leaf, and neither has an empty list any
    private static IEnumerable<JsonElement?> Leaves(JsonElement? field) => field switch
    {
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Select(static element => (JsonElement?)element).DefaultIfEmpty(null),
        { ValueKind: JsonValueKind.Object } => [null],
        _ => [field],
    };

    private static JsonElement.ArrayEnumerator Elements(JsonElement list, string path) => list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0
        ? list.EnumerateArray()
        : throw new FormatException($"Event pattern, {path}: expected a list with at least one element.");

    private static EventPattern ReadResource()
    {
        using var stream = typeof(EventPattern).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The assembly has no resource {ResourceName}; the project file must embed it.");
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }
}
