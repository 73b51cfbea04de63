using System.Globalization;

namespace SgWatch.Policies.Reading;

/// <summary>Refuses tabs in the indentation, characters that YAML doesn't allow, and those that make a file look like what it
/// isn't.</summary>
internal static class PlainText
{
    public static void Check(string text, ProblemList problems)
    {
        var (line, start, isIndent) = (1, 0, true);
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (char.IsHighSurrogate(character) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (character == '\n')
            {
                (line, start, isIndent) = (line + 1, i + 1, true);
            }
            else if (character == '\t' && isIndent)
            {
                problems.Add(PolicyCode.NotYaml, line, i - start + 1, "", "there is a tab in the indentation; expected spaces");
                isIndent = false;
            }
            else if (!IsPlain(character))
            {
                problems.Add(PolicyCode.NotText, line, i - start + 1, "", string.Create(CultureInfo.InvariantCulture,
                    $"the character U+{(int)character:X4} can't be seen; expected plain text"));
            }
            isIndent &= character is ' ' or '\n';
        }
    }

    /// <summary>Whether a character may be in a file and in its texts. Line feeds and surrogates aren't decided here.</summary>
    /// <remarks>
    /// U+0085, U+2028 and U+2029 end a line for some programs and not for others. Direction marks make text look different from what it is.
    /// </remarks>
    public static bool IsPlain(char character) => character switch
    {
        '\t' or '\r' => true,
        < ' ' or (>= '\u007F' and <= '\u009F') => false,
        '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F' or '\uFEFF' => false,
        '\uFFFE' or '\uFFFF' => false,
        _ => !char.IsSurrogate(character),
    };
}
