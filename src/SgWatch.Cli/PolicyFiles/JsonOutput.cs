using System.Buffers;
using System.Text;
using System.Text.Json;

namespace SgWatch.Cli.PolicyFiles;

/// <summary>Writes one JSON object on one line.</summary>
internal static class JsonOutput
{
    public static void WriteObject(TextWriter output, Action<Utf8JsonWriter> properties)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            properties(json);
            json.WriteEndObject();
        }
        output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }
}
