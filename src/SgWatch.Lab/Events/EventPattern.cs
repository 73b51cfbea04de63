using System.Collections.Immutable;
using System.Text.Json;

namespace SgWatch.Lab.Events;

/// <summary>An event pattern of EventBridge: which events a rule matches.</summary>
/// <remarks>
/// Source: EventBridge user guide, Amazon EventBridge event patterns, comparison operators and quotas. Every field of a pattern must match
/// by any one of its values. A field in a list matches if it does in any element. Several fields below one list must match in the same
/// element. A field doesn't exist if no element has it. Known: exact values, prefix, suffix, anything-but, exists, numeric,
/// equals-ignore-case, wildcard and <c>$or</c>. Anything else is refused when the pattern is read, and never counts as a match.
/// </remarks>
public sealed class EventPattern
{
    /// <summary>The longest pattern that a rule takes, in characters, unless a quota increase was granted.</summary>
    public const int MaxLength = 2048;

    /// <summary>The most combinations that the <c>$or</c>s of a pattern may make.</summary>
    public const int MaxCombinations = 1000;

    private const string ResourceName = "event-pattern.json";
    private const int MaxDepth = 32;

    private readonly ImmutableArray<ImmutableArray<Condition>> _ways;

    private EventPattern(ImmutableArray<ImmutableArray<Condition>> ways) => _ways = ways;

    /// <summary>The pattern of the rule that the Terraform module makes, from the very file.</summary>
    public static EventPattern OfModule { get; } = Parse(ReadResource());

    /// <summary>How many combinations its <c>$or</c>s make.</summary>
    public int Combinations => _ways.Length;

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">It isn't one, or uses what isn't known; the message names the field.</exception>
    public static EventPattern Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new() { MaxDepth = MaxDepth });
            return new([.. ReadFields(document.RootElement.Clone(), "$", "")]);
        }
        catch (JsonException e)
        {
            throw new FormatException($"Event pattern: {e.Message}", e);
        }
    }

    /// <summary>Whether an event, envelope and all, matches.</summary>
    public bool Matches(JsonElement message)
    {
        var fields = EventField.Of(message);
        return _ways.Any(way => Holds(way.AsSpan(), fields, []));
    }

    /// <summary>The file of the pattern that the Terraform module makes.</summary>
    internal static string ReadResource()
    {
        using var stream = typeof(EventPattern).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The assembly has no resource {ResourceName}; the project file must embed it.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    // field by field, in each element of a list that the fields before it leave open
    private static bool Holds(
        ReadOnlySpan<Condition> conditions, ILookup<string, EventField> fields, ImmutableList<(string List, int Index)> elements)
    {
        if (conditions.IsEmpty)
        {
            return true;
        }
        var (path, tests) = conditions[0];
        var isThere = false;
        foreach (var field in fields[path])
        {
            if (field.IsConsistentWith(elements))
            {
                isThere = true;
                if (tests.Any(test => test(field.Value)) && Holds(conditions[1..], fields, elements.AddRange(field.Elements)))
                {
                    return true;
                }
            }
        }
        return !isThere && tests.Any(static test => test(null)) && Holds(conditions[1..], fields, elements);
    }

    /// <summary>The ways to hold of an object of a pattern: one, unless it has an <c>$or</c>.</summary>
    private static List<ImmutableArray<Condition>> ReadFields(JsonElement pattern, string shown, string path)
    {
        if (pattern.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"Event pattern, {shown}: expected an object of fields or a list of values.");
        }
        List<ImmutableArray<Condition>> ways = [[]];
        foreach (var property in pattern.EnumerateObject())
        {
            var more = ReadField(property, $"{shown}.{property.Name}", path);
            if ((long)ways.Count * more.Count > MaxCombinations)
            {
                throw new FormatException($"Event pattern, {shown}: more than {MaxCombinations} combinations.");
            }
            ways = [.. ways.SelectMany(way => more.Select(other => way.AddRange(other)))];
        }
        return ways;
    }

    private static List<ImmutableArray<Condition>> ReadField(JsonProperty property, string shown, string path)
    {
        if (property.Name == "$or")
        {
            return [.. Elements(property.Value, shown).SelectMany(way => ReadFields(way, shown, path))];
        }
        var below = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
        return property.Value.ValueKind == JsonValueKind.Array
            ? [[new(below, [.. Elements(property.Value, shown).Select(value => Comparison.Read(value, shown))])]]
            : ReadFields(property.Value, shown, below);
    }

    private static JsonElement.ArrayEnumerator Elements(JsonElement list, string shown) =>
        list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0
        ? list.EnumerateArray()
        : throw new FormatException($"Event pattern, {shown}: expected a list with at least one element.");

    /// <summary>What one field must be like: any of the tests, each given null if the field isn't there.</summary>
    private readonly record struct Condition(string Path, ImmutableArray<Comparison.Test> Tests);
}
