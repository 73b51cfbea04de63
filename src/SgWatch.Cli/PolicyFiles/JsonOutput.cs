using System.Text.Json;
using SgWatch.Verdicts;

namespace SgWatch.Cli.PolicyFiles;

/// <summary>Writes one JSON object on one line.</summary>
internal static class JsonOutput
{
    public static void WriteObject(TextWriter output, Action<Utf8JsonWriter> properties) => output.WriteLine(FindingJson.Text(json =>
    {
        json.WriteStartObject();
        properties(json);
        json.WriteEndObject();
    }));
}
