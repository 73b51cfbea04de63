using System.Text;
using System.Text.Json;

namespace SgWatch.EndToEnd.Stack;

/// <summary>A plan as a text to read in review: every resource that will be made, with what is known of it.</summary>
internal static class PlanText
{
    // the same for every resource, or of the machine that plans
    private static readonly string[] LeftOut = ["tags_all", "source_code_hash", "filename", "source_hash", "dashboard_body"];

    /// <param name="plan">What <c>terraform show -json</c> prints of a plan file.</param>
    public static string Of(JsonElement plan)
    {
        var text = new StringBuilder();
        foreach (var change in plan.GetProperty("resource_changes").EnumerateArray().OrderBy(change => change.GetProperty("address").GetString(), StringComparer.Ordinal))
        {
            if (change.GetProperty("mode").GetString() == "managed")
            {
                text.Append($"{string.Join('+', change.GetProperty("change").GetProperty("actions").EnumerateArray())} {change.GetProperty("address").GetString()}\n");
                Write(text, change.GetProperty("change").GetProperty("after"), 1);
            }
        }
        return text.ToString();
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
                text.Append($"{indent}{value.Name} = {(value.Value.ValueKind == JsonValueKind.Object ? Flat(value.Value) : value.Value.ToString())}\n");
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
