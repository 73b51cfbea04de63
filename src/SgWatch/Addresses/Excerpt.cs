using System.Globalization;

namespace SgWatch.Addresses;

/// <summary>Text that was handed in, as it may stand in a message: on one line, and of bounded length.</summary>
internal static class Excerpt
{
    private const int MaxLength = 80;

    /// <summary>The first 80 characters, with '?' for those that could break or disguise a line (controls, line separators,
    /// direction marks); '…' tells that there was more.</summary>
    public static string Of(string? text) => text is null ? "" : string.Concat(
        string.Create(Math.Min(text.Length, MaxLength), text, static (line, all) =>
        {
            for (var i = 0; i < line.Length; i++)
            {
                line[i] = IsPlain(all[i]) ? all[i] : '?';
            }
        }),
        text.Length > MaxLength ? "…" : "");

    private static bool IsPlain(char character) => char.GetUnicodeCategory(character) is not (UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
