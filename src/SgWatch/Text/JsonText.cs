using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace SgWatch.Text;

/// <summary>Reads JSON as CloudTrail writes it, in either of its two serialisations; nothing here throws, whatever stands there.</summary>
/// <remarks>
/// EC2's calls are logged in one of two ways: camelCase names and lists in <c>{"items":[…]}</c>, or PascalCase names in a wrapper,
/// where a list of one is the object itself and scalars may be <c>{"tag":1,"content":"…"}</c>. Empty is <c>{}</c>, <c>""</c>,
/// <c>null</c> or absent; numbers and texts stand for each other. A missing value is <c>default</c>, of kind Undefined.
/// </remarks>
internal static class JsonText
{
    /// <summary>The most characters that are kept of a text which is only shown.</summary>
    public const int MaxShownLength = 1000;

    /// <summary>The value of a property; <c>default</c> where there is none.</summary>
    public static JsonElement Find(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    /// <summary>The value of a property that is named in camelCase or PascalCase.</summary>
    /// <param name="element">The object.</param>
    /// <param name="camelCase">The name in camelCase.</param>
    public static JsonElement Field(this JsonElement element, string camelCase)
    {
        var value = element.Find(camelCase);
        return value.ValueKind != JsonValueKind.Undefined
            ? value
            : element.Find(string.Concat(char.ToUpperInvariant(camelCase[0]).ToString(), camelCase.AsSpan(1)));
    }

    public static bool Has(this JsonElement element, string name) => element.Find(name).ValueKind != JsonValueKind.Undefined;

    /// <summary>Whether it is one of the ways to write nothing.</summary>
    public static bool IsEmpty(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => true,
        JsonValueKind.Object => element.GetPropertyCount() == 0,
        JsonValueKind.String => JsonMarshal.GetRawUtf8Value(element).Length == 2, // the quotes
        _ => false,
    };

    /// <summary>The text of a text, number or truth value, bare or with its position; null for anything else.</summary>
    public static string? Text(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => Decode(element),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
        JsonValueKind.Object when element.Find("content") is { ValueKind: not JsonValueKind.Object } content => content.Text(),
        _ => null,
    };

    /// <summary>The text, cut to what is worth showing.</summary>
    public static string? ShownText(this JsonElement element)
    {
        var text = element.Text();
        if (text is null || text.Length <= MaxShownLength)
        {
            return text;
        }
        return text[..(char.IsHighSurrogate(text[MaxShownLength - 1]) ? MaxShownLength - 1 : MaxShownLength)];
    }

    /// <summary>The elements of a list, however it is written; an element may be of any kind.</summary>
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

    /// <summary>Reads a whole number, such as 443, "443" or 22.0: null where it is empty, false where something else stands.</summary>
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

    private static string? Decode(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException) // half of a surrogate pair: JSON's grammar allows what text can't hold
        {
            return null;
        }
    }
}
