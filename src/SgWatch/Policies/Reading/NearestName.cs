namespace SgWatch.Policies.Reading;

/// <summary>Finds the name that the author of a mistyped name probably meant.</summary>
internal static class NearestName
{
    private const int MaxLength = 64;
    private const int MaxNames = 1000;

    /// <summary>The name that is the fewest edits away, the first of several. Null if none is near.</summary>
    /// <remarks>Near is one edit in up to four characters, two edits in up to eight, and three in more.</remarks>
    /// <param name="text">The mistyped name.</param>
    /// <param name="names">The known names.</param>
    public static string? Of(string text, IEnumerable<string> names)
    {
        if (text.Length is 0 or > MaxLength)
        {
            return null;
        }
        var near = text.Length <= 4 ? 1 : text.Length <= 8 ? 2 : 3;
        string? nearest = null;
        foreach (var name in names.Where(name => name.Length <= MaxLength && Math.Abs(name.Length - text.Length) <= near).Take(MaxNames))
        {
            var distance = Distance(text.ToLowerInvariant(), name.ToLowerInvariant());
            if (distance <= near)
            {
                (near, nearest) = (distance - 1, name);
            }
        }
        return nearest;
    }

    /// <summary>How many insertions, deletions, replacements and swaps of neighbours lead from one text to the other.</summary>
    /// <remarks>This is the Damerau-Levenshtein distance in which each character is edited at most once.</remarks>
    public static int Distance(string a, string b)
    {
        var (twoAbove, above, row) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }
        for (var i = 1; i <= a.Length; i++)
        {
            (twoAbove, above, row) = (above, row, twoAbove);
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(above[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], twoAbove[j - 2] + 1);
                }
            }
        }
        return row[b.Length];
    }
}
