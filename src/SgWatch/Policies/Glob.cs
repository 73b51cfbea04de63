namespace SgWatch.Policies;

/// <summary>Matches text against a pattern in which <c>*</c> is any text and <c>?</c> any one character; everything else, case too, is itself.</summary>
/// <remarks>Linear in text times pattern, without recursion: a pattern can't be made to run long.</remarks>
public static class Glob
{
    public static bool IsMatch(string pattern, string text)
    {
        var (p, t) = (0, 0);
        var (star, resume) = (-1, 0); // the last * and where its text ended
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, resume) = (p++, t);
            }
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == text[t]))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++resume;
            }
            else
            {
                return false;
            }
        }
        return pattern.AsSpan(p).IndexOfAnyExcept('*') < 0;
    }
}
