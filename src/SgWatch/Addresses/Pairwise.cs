namespace SgWatch.Addresses;

/// <summary>Combines many sets into one.</summary>
internal static class Pairwise
{
    /// <summary>Combines all items in their order. Gives <c>default</c> if there is none.</summary>
    /// <remarks>
    /// Pairs are combined, then pairs of the results, and so on. So n sets of one interval take n·log n steps. To add each set to the
    /// union of those before it would copy that union n times.
    /// </remarks>
    /// <param name="items">The items.</param>
    /// <param name="combine">Combines two items. It must be associative.</param>
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
