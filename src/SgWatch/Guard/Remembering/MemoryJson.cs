using System.IO.Compression;
using System.Text.Json;
using SgWatch.Text;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Guard.Remembering;

/// <summary>What the guard remembers, as the bytes that are stored: compressed JSON of a stated schema.</summary>
/// <remarks>
/// A reader ignores members that it doesn't know. A change that an older reader would misunderstand needs another schema.
/// Measured: a group with 4 rules takes 0.5 KB, one with 60 rules 2 KB, one with 1,000 rules 32 KB, and a list of 1,000 entries 6 KB
/// more. It is Deflate, because the function has that for its incidents. Brotli saves nothing of a small group and a fifth of a large one.
/// </remarks>
public static class MemoryJson
{
    /// <summary>The schema of what is written, and the only one that is read.</summary>
    public const int Schema = 1;

    private const int MaxBytes = 16 << 20; // of the JSON; a group with 1,000 rules has some 200 KB
    private const string SchemaName = "schema";

    private static readonly JsonDocumentOptions Strictly = new() { AllowDuplicateProperties = false };

    /// <summary>What is remembered of a group, compressed.</summary>
    public static byte[] Write(GroupMemory memory) => Compress(WriteJson(memory));

    /// <summary>What is remembered of an account and region as a whole, compressed.</summary>
    public static byte[] Write(RegionMemory memory) => Compress(WriteJson(memory));

    /// <summary>Reads what is remembered of a group. Null if the bytes are anything else, or of another schema.</summary>
    public static GroupMemory? ReadGroup(ReadOnlyMemory<byte> bytes) =>
        Decompress(bytes) is { } json ? Read(json, GroupMemoryJson.Read) : null;

    /// <summary>
    /// Reads what is remembered of an account and region as a whole. Null if the bytes are anything else, or of another schema.
    /// </summary>
    public static RegionMemory? ReadRegion(ReadOnlyMemory<byte> bytes) =>
        Decompress(bytes) is { } json ? Read(json, RegionMemoryJson.Read) : null;

    /// <summary>What is remembered of a group, as JSON on one line.</summary>
    internal static byte[] WriteJson(GroupMemory memory) => JsonOutput.ObjectBytes(json =>
    {
        json.WriteNumber(SchemaName, Schema);
        GroupMemoryJson.Write(json, memory);
    });

    /// <summary>What is remembered of an account and region as a whole, as JSON on one line.</summary>
    internal static byte[] WriteJson(RegionMemory memory) => JsonOutput.ObjectBytes(json =>
    {
        json.WriteNumber(SchemaName, Schema);
        RegionMemoryJson.Write(json, memory);
    });

    /// <summary>Reads JSON of this schema. Null for anything else.</summary>
    internal static T? Read<T>(ReadOnlyMemory<byte> json, Func<JsonElement, T> read)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strictly);
            return document.RootElement.Find(SchemaName).TryInteger(out var schema) && schema == Schema ? read(document.RootElement) : null;
        }
        catch (Exception exception) when (exception
            is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            return null;
        }
    }

    private static byte[] Compress(byte[] json)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal))
        {
            zlib.Write(json);
        }
        return compressed.ToArray();
    }

    // null for bytes that can't be decompressed, and for more than anybody may have written honestly
    private static byte[]? Decompress(ReadOnlyMemory<byte> bytes)
    {
        using var zlib = new ZLibStream(new MemoryStream(bytes.ToArray()), CompressionMode.Decompress);
        using var json = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            while (zlib.Read(buffer) is > 0 and var count)
            {
                if (json.Length + count > MaxBytes)
                {
                    return null;
                }
                json.Write(buffer, 0, count);
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException) // zlib throws both
        {
            return null;
        }
        return json.ToArray();
    }
}
