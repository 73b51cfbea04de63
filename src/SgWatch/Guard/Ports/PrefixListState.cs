using SgWatch.Calls;

namespace SgWatch.Guard.Ports;

/// <summary>The state of a managed prefix list, such as <c>modify-complete</c>.</summary>
/// <remarks>
/// While a change is in progress, the entries may be the old ones. After a change that failed, the entries before it are in force.
/// Source: EC2 API Reference, ManagedPrefixList.
/// </remarks>
public static class PrefixListState
{
    /// <summary>The call that answers it.</summary>
    public const string Operation = "DescribeManagedPrefixLists";

    /// <summary>Whether the last change failed, so that the list still has the version before it.</summary>
    public static bool IsFailed(string? state) => state is not null && state.EndsWith("-failed", StringComparison.Ordinal);

    /// <summary>Why the entries of a list can't be believed for now: its state is the failure's code. Null if they can be.</summary>
    /// <param name="prefixListId">The list's id.</param>
    /// <param name="state">Its state. Null or empty if EC2 doesn't say, as for some of AWS's own lists.</param>
    public static CallFailure? FailureOf(string prefixListId, string? state) =>
        state is not null && state.EndsWith("-in-progress", StringComparison.Ordinal)
            ? new(CallFailureKind.Transient, Operation, state, $"The prefix list {prefixListId} is being changed.")
            : null;
}
