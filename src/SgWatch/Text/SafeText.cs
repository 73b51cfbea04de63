using System.Globalization;
using System.Text;

namespace SgWatch.Text;

/// <summary>Text from outside, made fit to stand in a message: one line of printable ASCII, in which nothing becomes a link.</summary>
public static class SafeText
{
    /// <summary>
    /// Escapes everything but printable ASCII as <c>\u{…}</c>, so no line break, terminal sequence, change of writing direction or lookalike letter
    /// gets through; takes links apart (<c>https[:]//</c>, <c>example[.]com</c>); and cuts at <paramref name="maxLength"/> characters.
    /// </summary>
    public static string Line(string? text, int maxLength = 300)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }
        var safe = new StringBuilder(Math.Min(text.Length, maxLength) + 16);
        char? previous = null;
        var rest = text.AsSpan();
        while (!rest.IsEmpty && safe.Length < maxLength)
        {
            Rune.DecodeFromUtf16(rest, out var rune, out var length);
            safe.Append(Escape(rune, previous, rest[length..]));
            previous = rest[0];
            rest = rest[length..];
        }
        return rest.IsEmpty && safe.Length <= maxLength ? safe.ToString() : $"{safe.ToString(0, Math.Min(safe.Length, maxLength))}...";
    }

    private static string Escape(Rune rune, char? previous, ReadOnlySpan<char> next) => rune.Value switch
    {
        ':' when next.StartsWith("//") => "[:]",
        '.' when previous is { } p && char.IsAsciiLetterOrDigit(p) && !next.IsEmpty && char.IsAsciiLetter(next[0]) => "[.]",
        '\\' => @"\\",
        >= ' ' and <= '~' => ((char)rune.Value).ToString(),
        _ => string.Create(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}"),
    };
}
