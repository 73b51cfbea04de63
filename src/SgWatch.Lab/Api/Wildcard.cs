namespace SgWatch.Lab.Api;

/// <summary>
/// Matches texts against patterns with <c>*</c> (any text) and, if wanted, <c>?</c> (one character); <c>\</c> takes the next one literally.
/// </summary>
internal static class Wildcard
{
    /// <summary>Whether all of the text matches. Takes at most pattern times text steps.</summary>
    public static bool Matches(string pattern, string text, bool questionMarks)
    {
        var (p, t, starAt, retryAt) = (0, 0, -1, 0);
        while (true)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (starAt, retryAt) = (++p, t);
            }
            else if (t == text.Length)
            {
                return p == pattern.Length;
            }
            else if (MatchesOne(pattern, ref p, text[t], questionMarks))
            {
                t++;
            }
            else if (starAt >= 0)
            {
                (p, t) = (starAt, ++retryAt); // the last star takes one character more
            }
            else
            {
                return false;
            }
        }
    }

    private static bool MatchesOne(string pattern, ref int p, char character, bool questionMarks)
    {
        if (p == pattern.Length)
        {
            return false;
        }
        var escaped = pattern[p] == '\\' && p + 1 < pattern.Length;
        var at = escaped ? p + 1 : p;
        if (pattern[at] != character && (escaped || !questionMarks || pattern[at] != '?'))
        {
            return false;
        }
        p = at + 1;
        return true;
    }
}
