using System.Collections.Immutable;
using System.Text.Json;

namespace SgWatch.Lab.Events;

/// <summary>One value of an event that is neither an object nor a list, as EventBridge sees it.</summary>
/// <param name="Value">The text, number, truth value or null.</param>
/// <param name="Elements">The element it stands in, of every list around it, outermost first.</param>
/// <remarks>
/// Source: Event Ruler, the library that EventBridge matches with: an event is flattened, and arrays are matched consistently.
/// </remarks>
internal readonly record struct EventField(JsonElement Value, ImmutableList<(string List, int Index)> Elements)
{
    private static readonly ILookup<string, EventField> None = Array.Empty<EventField>().ToLookup(static _ => "");

    /// <summary>
    /// The fields of an event by their path, such as <c>detail.requestParameters.groupSet.items.groupId</c>; an empty object or list has
    /// none.
    /// </summary>
    public static ILookup<string, EventField> Of(JsonElement message)
    {
        var fields = Flatten(message, "", "", []).ToList();
        return fields.Count == 0 ? None : fields.ToLookup(static field => field.Path, static field => field.Field);
    }

    /// <summary>Whether both can be of one match: of no list do they stand in different elements.</summary>
    public bool IsConsistentWith(ImmutableList<(string List, int Index)> elements) =>
        !Elements.Exists(mine => elements.Exists(other => other.List == mine.List && other.Index != mine.Index));

    private static IEnumerable<(string Path, EventField Field)> Flatten(
        JsonElement element, string path, string location, ImmutableList<(string List, int Index)> elements) => element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().SelectMany(property =>
                Flatten(property.Value, path.Length == 0
                    ? property.Name
                    : $"{path}.{property.Name}", $"{location}.{property.Name}", elements)),
            JsonValueKind.Array => element.EnumerateArray().SelectMany((item, index) =>
                Flatten(item, path, $"{location}[{index}]", elements.Add((location, index)))),
            _ => [(path, new(element, elements))],
        };
}
