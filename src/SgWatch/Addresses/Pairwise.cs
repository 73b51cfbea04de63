namespace SgWatch.Addresses;

/// <summary>Puts many sets together.</summary>
internal static class Pairwise
{
    /// <summary>All items combined in their order; <c>default</c> where there is none.</summary>
    /// <remarks>
    /// Two and two, then the results two and two, and so on: n sets of one interval take n·log n steps. Each added to the sum of
    /// those before it would copy that sum n times.
    /// </remarks>
    /// <param name="items">The items.</param>
    /// <param name="combine">Combines two; associative.</param>
    public static T Combine<T>(IEnumerable<T> items, Func<T, T, T> combine)
        where T : struct
    {
        var round = items.ToArray();
        for (var count = round.Length; count > 1; count = (count + 1) / 2)
        {
            for (var i = 0; i < count / 2; i++)
            {
                round[i] = combine(round[2 * i], round[(2 * i) + 1]);
            }
            if (count % 2 != 0)
            {
                round[count / 2] = round[count - 1];
            }
        }
        return round.Length == 0 ? default : round[0];
    }
}
