using System.Buffers;
using System.Text;
using System.Text.Json;

namespace SgWatch.Text;

/// <summary>Writes JSON: the one helper for every message, log line, answer and file.</summary>
/// <remarks>The extension methods write one member or value each, and leave the writer ready for the next.</remarks>
public static class JsonOutput
{
    private const int FirstBytes = 1024;
    private const int MaxPendingBytes = 32 * 1024;

    /// <summary>The JSON that <paramref name="write"/> writes, as text on one line.</summary>
    public static string Text(Action<Utf8JsonWriter> write) => Encoding.UTF8.GetString(Write(write).WrittenSpan);

    /// <summary>The JSON that <paramref name="write"/> writes, as UTF-8 on one line.</summary>
    public static byte[] Bytes(Action<Utf8JsonWriter> write) => Write(write).WrittenSpan.ToArray();

    /// <summary>One object with the members that <paramref name="members"/> writes, as text on one line.</summary>
    public static string ObjectText(Action<Utf8JsonWriter> members) => Text(json => json.WriteObject(members));

    /// <summary>One object with the members that <paramref name="members"/> writes, as UTF-8 on one line.</summary>
    public static byte[] ObjectBytes(Action<Utf8JsonWriter> members) => Bytes(json => json.WriteObject(members));

    /// <summary>Writes JSON to a stream as UTF-8, a few elements of an array at a time.</summary>
    public static void WriteTo(Stream stream, Action<Utf8JsonWriter> write)
    {
        using var json = new Utf8JsonWriter(stream);
        write(json);
        json.Flush();
    }

    /// <summary>How many bytes of UTF-8 the JSON takes. Nothing is kept of it.</summary>
    public static long CountBytes(Action<Utf8JsonWriter> write)
    {
        using var counter = new ByteCounter();
        WriteTo(counter, write);
        return counter.Length;
    }

    /// <summary>An enum value's name in lower case, as JSON and tables have it: <c>Reverted</c> is <c>reverted</c>.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>Writes an object as the next value.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="members">Writes the object's members.</param>
    public static void WriteObject(this Utf8JsonWriter json, Action<Utf8JsonWriter> members)
    {
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
    }

    /// <summary>Writes a member that is an object.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="members">Writes the object's members.</param>
    public static void WriteObject(this Utf8JsonWriter json, string name, Action<Utf8JsonWriter> members)
    {
        json.WritePropertyName(name);
        json.WriteObject(members);
    }

    /// <summary>Writes an array as the next value.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="elements">What the array is made of.</param>
    /// <param name="write">Writes one element as the next value.</param>
    public static void WriteArray<T>(this Utf8JsonWriter json, IEnumerable<T> elements, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray();
        foreach (var element in elements)
        {
            write(json, element);
            FlushIfLong(json);
        }
        json.WriteEndArray();
    }

    /// <summary>Writes a member that is an array.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="elements">What the array is made of.</param>
    /// <param name="write">Writes one element as the next value.</param>
    public static void WriteArray<T>(this Utf8JsonWriter json, string name, IEnumerable<T> elements, Action<Utf8JsonWriter, T> write)
    {
        json.WritePropertyName(name);
        json.WriteArray(elements, write);
    }

    /// <summary>Writes a member that is an array of objects.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="elements">What the array is made of.</param>
    /// <param name="members">Writes the members of one element's object.</param>
    public static void WriteObjects<T>(this Utf8JsonWriter json, string name, IEnumerable<T> elements, Action<Utf8JsonWriter, T> members)
    {
        json.WriteStartArray(name);
        foreach (var element in elements)
        {
            json.WriteStartObject();
            members(json, element);
            json.WriteEndObject();
            FlushIfLong(json);
        }
        json.WriteEndArray();
    }

    /// <summary>Writes an array of texts as the next value.</summary>
    public static void WriteStrings(this Utf8JsonWriter json, IEnumerable<string> values)
    {
        json.WriteStartArray();
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }
        json.WriteEndArray();
    }

    /// <summary>Writes a member that is an array of texts.</summary>
    public static void WriteStrings(this Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WritePropertyName(name);
        json.WriteStrings(values);
    }

    /// <summary>Writes a member, or nothing if its value is null.</summary>
    public static void WriteOptional(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    /// <summary>Writes the member <c>tags</c>, an object of texts, or nothing if there are no tags.</summary>
    public static void WriteTags(this Utf8JsonWriter json, IReadOnlyDictionary<string, string> tags)
    {
        if (tags.Count == 0)
        {
            return;
        }
        json.WriteStartObject("tags");
        foreach (var (key, value) in tags)
        {
            json.WriteString(key, value);
        }
        json.WriteEndObject();
    }

    // a writer to a stream keeps everything until it is flushed
    private static void FlushIfLong(Utf8JsonWriter json)
    {
        if (json.BytesPending > MaxPendingBytes)
        {
            json.Flush();
        }
    }

    private static ArrayBufferWriter<byte> Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(FirstBytes);
        using var json = new Utf8JsonWriter(buffer);
        write(json);
        json.Flush();
        return buffer;
    }
}
