using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace SgWatch.Text;

/// <summary>Reads JSON that may hold anything, such as CloudTrail's records in both of their forms. No method throws.</summary>
/// <remarks>
/// CloudTrail logs EC2's calls in one of two forms. The first has camelCase names, and lists in <c>{"items":[…]}</c>.
/// The second has PascalCase names in a wrapper; a list of one is the object itself, and scalars may be <c>{"tag":1,"content":"…"}</c>.
/// Empty is <c>{}</c>, <c>""</c>, <c>null</c> or absent. A number may come as a text, and a text as a number.
/// A missing value is <c>default</c>, of kind Undefined.
/// </remarks>
internal static class JsonText
{
    /// <summary>The most characters of a text that is only shown.</summary>
    public const int MaxShownLength = 1000;

    /// <summary>The value of a property. <c>default</c> if there is none.</summary>
    public static JsonElement Find(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    /// <summary>The value of a property whose name is in camelCase or PascalCase.</summary>
    /// <param name="element">The object.</param>
    /// <param name="camelCase">The name in camelCase.</param>
    public static JsonElement Field(this JsonElement element, string camelCase)
    {
        var value = element.Find(camelCase);
        return value.ValueKind != JsonValueKind.Undefined
            ? value
            : element.Find(string.Concat(char.ToUpperInvariant(camelCase[0]).ToString(), camelCase.AsSpan(1)));
    }

    /// <summary>True if an object has a property of this name.</summary>
    public static bool Has(this JsonElement element, string name) => element.Find(name).ValueKind != JsonValueKind.Undefined;

    /// <summary>True if it is one of the ways to write nothing.</summary>
    public static bool IsEmpty(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => true,
        JsonValueKind.Object => element.GetPropertyCount() == 0,
        JsonValueKind.String => JsonMarshal.GetRawUtf8Value(element).Length == 2, // the quotes
        _ => false,
    };

    /// <summary>The text of a text, number or truth value, bare or with its position. Null for anything else.</summary>
    public static string? Text(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.StringOrNull(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
        JsonValueKind.Object when element.Find("content") is { ValueKind: not JsonValueKind.Object } content => content.Text(),
        _ => null,
    };

    /// <summary>The text, cut to what is worth showing.</summary>
    public static string? ShownText(this JsonElement element) => element.Text() is { } text ? SafeText.Cut(text, MaxShownLength) : null;

    /// <summary>The text of a JSON string. Null for any other value.</summary>
    /// <remarks>Null too for half a surrogate pair, which JSON's grammar allows and a text can't hold.</remarks>
    public static string? StringOrNull(this JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The byte offset of a value in another value that contains it.</summary>
    public static int OffsetIn(this JsonElement element, JsonElement whole) =>
        JsonMarshal.GetRawUtf8Value(whole).Overlaps(JsonMarshal.GetRawUtf8Value(element), out var offset) ? offset : 0;

    /// <summary>The elements of a list in either form. An element may be of any kind.</summary>
    public static IEnumerable<JsonElement> List(this JsonElement element)
    {
        if (element.IsEmpty())
        {
            return [];
        }
        if (element.ValueKind == JsonValueKind.Array)
        {
            return element.EnumerateArray();
        }
        var items = element.Has("items") ? element.Find("items") : element.Find("item");
        return items.ValueKind == JsonValueKind.Undefined ? [element] : items.List();
    }

    /// <summary>Reads a whole number, such as 443, "443" or 22.0. Null if it is empty, false if it is something else.</summary>
    public static bool TryInteger(this JsonElement element, out int? value)
    {
        value = null;
        if (element.IsEmpty())
        {
            return true;
        }
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!int.TryParse(element.Text(), Style, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }
        value = number;
        return true;
    }
}
