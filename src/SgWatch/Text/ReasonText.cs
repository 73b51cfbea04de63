namespace SgWatch.Text;

/// <summary>Text from a message, made fit to stand in a reason: short, one line, printable ASCII.</summary>
internal static class ReasonText
{
    private const int MaxLength = 80;

    /// <summary>The text in quotes, cut, with <c>?</c> for every character that could be taken for something else.</summary>
    public static string Quote(string? text)
    {
        if (text is null)
        {
            return "(none)";
        }
        var kept = text.Length <= MaxLength ? text : text[..MaxLength];
        return '\'' + string.Concat(kept.Select(character => character is >= ' ' and <= '~' and not '\'' ? character : '?'))
            + (text.Length > MaxLength ? "...'" : "'");
    }
}
