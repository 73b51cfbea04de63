using System.Globalization;
using System.Text;

namespace SgWatch.Text;

/// <summary>Makes foreign text safe for each place where people read it: the one such place in the house.</summary>
/// <remarks>
/// Foreign is everything that somebody else can write: names, tags, descriptions, events, files, AWS's messages.
/// No method lets a line break, a terminal sequence or a change of writing direction through, and each bounds the length.
/// </remarks>
public static class SafeText
{
    private const int MaxLineLength = 300;
    private const int MaxQuotedLength = 80;
    private const int MaxChatLength = 200;

    /// <summary>For a line of a mail, a table or a terminal: printable ASCII, in which no mail program makes a link.</summary>
    /// <param name="text">The text. Null gives an empty text.</param>
    /// <param name="maxLength">The most characters. Three points follow if there was more.</param>
    /// <returns>
    /// Such as <c>https[:]//example[.]com</c>. Other characters are escaped, such as <c>\u{202e}</c>: lookalike letters show.
    /// </returns>
    public static string Line(string? text, int maxLength = MaxLineLength)
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
            safe.Append(LineRune(rune, previous, rest[length..]));
            previous = rest[0];
            rest = rest[length..];
        }
        return rest.IsEmpty && safe.Length <= maxLength
            ? safe.ToString()
            : $"{safe.ToString(0, Math.Min(safe.Length, maxLength))}...";
    }

    /// <summary>For a reason in a log: 80 characters of printable ASCII in quotes, with <c>?</c> for every other character.</summary>
    /// <returns>Such as <c>'DescribeInstances'</c>. <c>(none)</c> if the text is null.</returns>
    public static string Quoted(string? text)
    {
        if (text is null)
        {
            return "(none)";
        }
        var kept = text.AsSpan(0, Math.Min(text.Length, MaxQuotedLength));
        var quoted = new StringBuilder(kept.Length + 5).Append('\'');
        foreach (var character in kept)
        {
            quoted.Append(character is >= ' ' and <= '~' and not '\'' ? character : '?');
        }
        return quoted.Append(text.Length > MaxQuotedLength ? "...'" : "'").ToString();
    }

    /// <summary>For an error about what a person wrote: every letter stays, and <c>?</c> stands for what could break a line.</summary>
    /// <param name="text">The text. Null gives an empty text.</param>
    /// <param name="maxLength">The most characters. <c>…</c> follows if there was more.</param>
    public static string Excerpt(string? text, int maxLength = MaxQuotedLength) => text is null ? "" : string.Concat(
        string.Create(Math.Min(text.Length, maxLength), text, static (line, all) =>
        {
            for (var i = 0; i < line.Length; i++)
            {
                line[i] = IsVisible(CharUnicodeInfo.GetUnicodeCategory(all[i])) ? all[i] : '?';
            }
        }),
        text.Length > maxLength ? "…" : "");

    /// <summary>For a chat, as code: a line between backquotes, in which nothing is a mention, a link or a backquote.</summary>
    public static string ChatCode(string? text, int maxLength = MaxChatLength) => $"`{ChatText(Line(text, maxLength))}`";

    /// <summary>For a chat, as plain text: lines that are already safe, without what a chat reads as a mention, a link or code.</summary>
    /// <remarks>Slack reads <c>&lt;!channel&gt;</c> as a call to everybody, and <c>&lt;url|text&gt;</c> hides where a link leads.</remarks>
    public static string ChatText(string text) => text.Replace('<', '(').Replace('>', ')').Replace('`', '\'');

    /// <summary>For a page: HTML text or an attribute's value between quotes. Every letter stays.</summary>
    /// <param name="text">The text. Null gives an empty text.</param>
    /// <param name="maxLength">The most characters of the text. <c>…</c> follows if there was more.</param>
    public static string Html(string? text, int maxLength = MaxLineLength)
    {
        var html = new StringBuilder();
        foreach (var rune in Cut(text ?? "", maxLength).EnumerateRunes())
        {
            html.Append(HtmlRune(rune));
        }
        return html.Append(text?.Length > maxLength ? "…" : "").ToString();
    }

    /// <summary>Cuts a text, and never in the middle of a surrogate pair.</summary>
    public static string Cut(string text, int maxLength) => text.Length <= maxLength
        ? text
        : text[..(maxLength > 0 && char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength)];

    private static string LineRune(Rune rune, char? previous, ReadOnlySpan<char> next) => rune.Value switch
    {
        ':' when next.StartsWith("//") => "[:]",
        '.' when previous is { } p && char.IsAsciiLetterOrDigit(p) && !next.IsEmpty && char.IsAsciiLetter(next[0]) => "[.]",
        '\\' => @"\\",
        >= ' ' and <= '~' => ((char)rune.Value).ToString(),
        _ => Escape(rune),
    };

    private static string HtmlRune(Rune rune) => rune.Value switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\'' => "&#39;",
        _ => IsVisible(Rune.GetUnicodeCategory(rune)) ? rune.ToString() : Escape(rune),
    };

    private static string Escape(Rune rune) => string.Create(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");

    private static bool IsVisible(UnicodeCategory category) => category is not (UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
