using System.Text;
using System.Text.Json;
using SgWatch.EndToEnd.Tools;

namespace SgWatch.EndToEnd.Stack;

/// <summary>A plan as a text to read in review: every resource that will be made, with its known values.</summary>
/// <remarks>The module <c>watch</c> is left out, because it has tests of its own.</remarks>
internal static class PlanText
{
    // the same for every resource, different on every machine, or tested elsewhere
    private static readonly string[] LeftOut =
        ["tags", "tags_all", "source_code_hash", "filename", "source_hash", "event_pattern", "template_body"];

    /// <param name="plan">What <c>terraform show -json</c> prints of a plan file.</param>
    public static string Of(JsonElement plan) => string.Concat(Resources(plan).Select(resource => resource.Value));

    /// <summary>How a plan differs from another: missing resources by name, new and changed ones in full.</summary>
    public static string Difference(JsonElement from, JsonElement to)
    {
        var (before, after) = (Resources(from), Resources(to));
        return string.Concat(before.Keys.Except(after.Keys).Select(address => $"without {address}\n"))
            + string.Concat(after
                .Where(resource => before.GetValueOrDefault(resource.Key) != resource.Value)
                .Select(resource => resource.Value));
    }

    private static SortedDictionary<string, string> Resources(JsonElement plan)
    {
        var resources = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var change in plan.GetProperty("resource_changes").EnumerateArray())
        {
            var address = change.Text("address");
            if (change.Text("mode") != "managed" || address.Contains(".module.watch.", StringComparison.Ordinal))
            {
                continue;
            }
            var actions = change.GetProperty("change").GetProperty("actions").EnumerateArray();
            var text = new StringBuilder($"{string.Join('+', actions)} {address}\n");
            Write(text, change.GetProperty("change").GetProperty("after"), 1);
            resources.Add(address, text.ToString());
        }
        return resources;
    }

    private static void Write(StringBuilder text, JsonElement values, int depth)
    {
        foreach (var value in values.EnumerateObject().Where(value => !LeftOut.Contains(value.Name) && !IsEmpty(value.Value)))
        {
            var indent = new string(' ', 2 * depth);
            if (value.Value.ValueKind == JsonValueKind.Array && value.Value[0].ValueKind == JsonValueKind.Object)
            {
                foreach (var block in value.Value.EnumerateArray())
                {
                    text.Append($"{indent}{value.Name}\n");
                    Write(text, block, depth + 1);
                }
            }
            else
            {
                var flat = value.Value.ValueKind == JsonValueKind.Object ? Flat(value.Value) : value.Value.ToString();
                text.Append($"{indent}{value.Name} = {flat}\n");
            }
        }
    }

    private static string Flat(JsonElement map) => string.Join(", ", map.EnumerateObject().Select(entry => $"{entry.Name}: {entry.Value}"));

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => true,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        JsonValueKind.String => value.GetString()!.Length == 0,
        _ => false,
    };
}
