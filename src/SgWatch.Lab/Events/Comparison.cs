using System.Text.Json;
using SgWatch.Lab.Api;

namespace SgWatch.Lab.Events;

/// <summary>One value of an event pattern: what a field must be like.</summary>
internal static class Comparison
{
    /// <summary>Tells whether a field, null if it isn't there, is as wanted.</summary>
    public delegate bool Test(JsonElement? field);

    public static Test Read(JsonElement wanted, string path)
    {
        if (wanted.ValueKind != JsonValueKind.Object)
        {
            return Exact(wanted, path);
        }
        var operators = wanted.EnumerateObject().ToList();
        if (operators.Count != 1)
        {
            throw new FormatException($"Event pattern, {path}: expected one operator, found {operators.Count}.");
        }
        var (name, operand) = (operators[0].Name, operators[0].Value);
        return name switch
        {
            "prefix" => Text(operand, path, static (text, prefix) => text.StartsWith(prefix, StringComparison.Ordinal)),
            "suffix" => Text(operand, path, static (text, suffix) => text.EndsWith(suffix, StringComparison.Ordinal)),
            "equals-ignore-case" => Text(operand, path, static (text, other) => text.Equals(other, StringComparison.OrdinalIgnoreCase)),
            "wildcard" => Text(operand, path, static (text, pattern) => Wildcard.Matches(pattern, text, questionMarks: false)),
            "exists" when operand.ValueKind is JsonValueKind.True or JsonValueKind.False =>
                field => field is not null == operand.GetBoolean(),
            "anything-but" => AnythingBut(operand, path),
            "numeric" => Numeric(operand, path),
            _ => throw new FormatException(
                $"Event pattern, {path}: the operator '{name}' isn't known, or not with {operand.GetRawText()}."),
        };
    }

    // numbers by their text: EventBridge doesn't take 300 and 3.0e2 for the same
    private static Test Exact(JsonElement wanted, string path) => wanted.ValueKind == JsonValueKind.Array
        ? throw new FormatException($"Event pattern, {path}: a list in a list.")
        : field => field is { } value && value.ValueKind == wanted.ValueKind && (wanted.ValueKind == JsonValueKind.String
            ? value.GetString() == wanted.GetString()
            : value.GetRawText() == wanted.GetRawText());

    private static Test Text(JsonElement operand, string path, Func<string, string, bool> holds)
    {
        var text = operand.ValueKind == JsonValueKind.String
            ? operand.GetString()!
            : throw new FormatException($"Event pattern, {path}: expected a text.");
        return field => field is { ValueKind: JsonValueKind.String } value && holds(value.GetString()!, text);
    }

    private static Test AnythingBut(JsonElement operand, string path)
    {
        var refused = operand.ValueKind == JsonValueKind.Array
            ? operand.EnumerateArray().Select(value => Exact(value, path)).ToList()
            : [Read(operand, path)];
        return field => field is not null && !refused.Exists(test => test(field));
    }

    private static Test Numeric(JsonElement operand, string path)
    {
        var parts = operand.ValueKind == JsonValueKind.Array ? operand.EnumerateArray().ToList() : [];
        if (parts.Count is not (2 or 4))
        {
            throw new FormatException($"Event pattern, {path}: numeric takes one or two comparisons, such as [\">\", 0, \"<=\", 5].");
        }
        var tests = parts.Chunk(2).Select(pair => Compare(pair[0], pair[1], path)).ToList();
        return field => field is { ValueKind: JsonValueKind.Number } value && tests.TrueForAll(test => test(value.GetDouble()));
    }

    private static Predicate<double> Compare(JsonElement comparison, JsonElement limit, string path)
    {
        var bound = limit.ValueKind == JsonValueKind.Number
            ? limit.GetDouble()
            : throw new FormatException($"Event pattern, {path}: expected a number.");
        return (comparison.ValueKind == JsonValueKind.String ? comparison.GetString() : null) switch
        {
            "=" => value => value == bound,
            "<" => value => value < bound,
            "<=" => value => value <= bound,
            ">" => value => value > bound,
            ">=" => value => value >= bound,
            _ => throw new FormatException($"Event pattern, {path}: expected one of = < <= > >= where {comparison.GetRawText()} stands."),
        };
    }
}
