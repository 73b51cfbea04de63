namespace SgWatch.Policies;

/// <summary>Matches text against a pattern, in which <c>*</c> is any text and <c>?</c> is any one character. Case matters.</summary>
/// <remarks>The time is at most the length of the text times that of the pattern, and nothing recurses. So no pattern takes long.</remarks>
public static class Glob
{
    /// <summary>Whether the whole text matches the pattern, where <c>*</c> and <c>?</c> don't match a <c>/</c>.</summary>
    public static bool IsMatchOfSegments(string pattern, string text)
    {
        var (patterns, texts) = (pattern.Split('/'), text.Split('/'));
        return patterns.Length == texts.Length && patterns.Zip(texts).All(static pair => IsMatch(pair.First, pair.Second));
    }

    /// <summary>Whether the whole text matches the pattern.</summary>
    public static bool IsMatch(string pattern, string text)
    {
        var (p, t) = (0, 0);
        var (star, resume) = (-1, 0); // the last * in the pattern, and where its text ends
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
