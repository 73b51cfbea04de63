using System.Text.Json;

namespace SgWatch.Bench.Judge;

/// <summary>The anchor of all comparisons: only tokenising a file with <see cref="Utf8JsonReader"/>.</summary>
internal static class Anchor
{
    /// <summary>Reads all tokens of a file with one or many JSON documents, in as little memory as its longest token needs.</summary>
    public static void Tokenise(string path)
    {
        using var file = File.OpenRead(path);
        var buffer = new byte[1 << 16];
        var (kept, state, isLast) = (0, new JsonReaderState(new() { AllowMultipleValues = true }), false);
        while (!isLast)
        {
            var read = file.Read(buffer, kept, buffer.Length - kept);
            isLast = read == 0;
            var reader = new Utf8JsonReader(buffer.AsSpan(0, kept + read), isLast, state);
            while (reader.Read())
            {
            }
            state = reader.CurrentState;
            var rest = buffer.AsSpan((int)reader.BytesConsumed, kept + read - (int)reader.BytesConsumed);
            kept = rest.Length;
            rest.CopyTo(buffer);
        }
    }
}
