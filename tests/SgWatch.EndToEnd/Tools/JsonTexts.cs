using System.Text.Json;

namespace SgWatch.EndToEnd.Tools;

/// <summary>Short access to the texts of a JSON answer.</summary>
internal static class JsonTexts
{
    /// <summary>The text at the end of a path, such as <c>Vpc</c>, <c>VpcId</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such property.</exception>
    public static string Text(this JsonElement json, params string[] path) =>
        path.Aggregate(json, static (element, name) => element.GetProperty(name)).GetString()!;
}
