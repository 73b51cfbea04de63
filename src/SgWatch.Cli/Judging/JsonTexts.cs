using System.Text.Json;

namespace SgWatch.Cli.Judging;

/// <summary>Reads texts from JSON that may hold anything.</summary>
internal static class JsonTexts
{
    /// <summary>The text; null for what is none, half a character among it.</summary>
    public static string? Read(JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException) // "\\ud83d" alone is JSON, but no text
        {
            return null;
        }
    }
}
