using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using SgWatch.Text;

namespace SgWatch.Guard.Remembering;

/// <summary>Members of the memory's JSON. What is missing or of another kind throws what <see cref="MemoryJson"/> catches.</summary>
internal static class JsonMembers
{
    private const string Day = "yyyy-MM-dd";

    public static string Required(this JsonElement json, string name) =>
        json.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null.");

    public static string? Optional(this JsonElement json, string name) => json.Has(name) ? json.Required(name) : null;

    public static bool Flag(this JsonElement json, string name) => json.Has(name) && json.GetProperty(name).GetBoolean();

    public static DateTimeOffset Time(this JsonElement json, string name) => json.GetProperty(name).GetDateTimeOffset();

    public static DateTimeOffset? TimeOrNull(this JsonElement json, string name) => json.Has(name) ? json.Time(name) : null;

    public static DateOnly? DayOrNull(this JsonElement json, string name) =>
        json.Optional(name) is { } day ? DateOnly.ParseExact(day, Day, CultureInfo.InvariantCulture) : null;

    /// <summary>The elements of an array; none if the member is missing.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement json, string name) =>
        json.Has(name) ? json.GetProperty(name).EnumerateArray() : [];

    /// <summary>The texts of an array; none if the member is missing.</summary>
    public static IEnumerable<string> Texts(this JsonElement json, string name) => json.Items(name).Select(Text);

    /// <summary>An object as a dictionary; empty if the member is missing.</summary>
    public static ImmutableSortedDictionary<string, T> Map<T>(this JsonElement json, string name, Func<JsonElement, T> read) =>
        !json.Has(name)
            ? ImmutableSortedDictionary<string, T>.Empty.WithComparers(StringComparer.Ordinal)
            : json.GetProperty(name).EnumerateObject()
                .ToImmutableSortedDictionary(member => member.Name, member => read(member.Value), StringComparer.Ordinal);

    public static string Text(JsonElement json) => json.GetString() ?? throw new FormatException("A text is null.");

    public static void WriteTime(this Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            json.WriteString(name, known);
        }
    }

    public static void WriteDay(this Utf8JsonWriter json, string name, DateOnly? day) =>
        json.WriteOptional(name, day?.ToString(Day, CultureInfo.InvariantCulture));

    /// <summary>Writes a dictionary as an object, or nothing if it is empty.</summary>
    public static void WriteMap<T>(
        this Utf8JsonWriter json, string name, ImmutableSortedDictionary<string, T> map, Action<Utf8JsonWriter, T> write)
    {
        if (map.IsEmpty)
        {
            return;
        }
        json.WriteStartObject(name);
        foreach (var (key, value) in map)
        {
            json.WritePropertyName(key);
            write(json, value);
        }
        json.WriteEndObject();
    }
}
