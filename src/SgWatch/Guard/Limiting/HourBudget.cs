namespace SgWatch.Guard.Limiting;

/// <summary>How many groups may be changed within an hour, and who may have how many of these changes.</summary>
/// <remarks>
/// A tenth is kept for critical changes, and half of the rest for changes that wait already. What is left is for all. One actor gets at
/// most half of the whole. An example: of 200 changes 20 are for critical ones, 90 for what waits, and 90 for all. One actor gets 100.
/// </remarks>
/// <param name="Size">How many groups.</param>
internal readonly record struct HourBudget(int Size)
{
    private int ForCritical => Size / 10;

    private int ForWaiting => (Size - ForCritical) / 2;

    private int ForAll => Size - ForCritical - ForWaiting;

    private int ForOneActor => Size - (Size / 2);

    /// <summary>Whether a change has room in the budget.</summary>
    /// <param name="change">The change.</param>
    /// <param name="counted">The changes of the last hour, with this one. A group may have several.</param>
    public bool HasRoomFor(BudgetedChange change, IReadOnlyCollection<BudgetedChange> counted)
    {
        var groups = counted.ToLookup(other => other.GroupId, StringComparer.Ordinal);
        return groups[change.GroupId].Skip(1).Any() // it counts already
            || (HasRoomFor(groups) && (change.Actor == BudgetedChange.Unknown || CountOf(change.Actor, groups) <= ForOneActor));
    }

    private static int CountOf(string actor, ILookup<string, BudgetedChange> groups) =>
        groups.Count(changes => changes.Any(change => change.Actor == actor));

    // what the two reserves can't hold is left for the part that is for all
    private bool HasRoomFor(ILookup<string, BudgetedChange> groups)
    {
        var (fresh, critical, waiting, either) = (0, 0, 0, 0);
        foreach (var changes in groups)
        {
            switch (changes.Any(change => change.IsCritical), changes.Any(change => change.IsWaiting))
            {
                case (true, true):
                    either++;
                    break;
                case (true, false):
                    critical++;
                    break;
                case (false, true):
                    waiting++;
                    break;
                default:
                    fresh++;
                    break;
            }
        }
        var left = Math.Max(0, ForCritical - critical) + Math.Max(0, ForWaiting - waiting);
        return fresh + Math.Max(0, critical - ForCritical) + Math.Max(0, waiting - ForWaiting) + Math.Max(0, either - left) <= ForAll;
    }
}
