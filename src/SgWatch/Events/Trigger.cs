using System.Collections.Immutable;
using SgWatch.Changes;

namespace SgWatch.Events;

/// <summary>One message, understood: a cause to look, or the reason why there is none.</summary>
public abstract record Trigger
{
    private Trigger()
    {
    }

    /// <summary>Something about these groups may have changed.</summary>
    /// <param name="Origin">Who, what and when.</param>
    /// <param name="Hints">Where to look, and which rules there the message says are new.</param>
    public sealed record Change(Origin Origin, ImmutableArray<Hint> Hints) : Trigger;

    /// <summary>A sweep of several accounts or regions, to be handed on as a sweep of each.</summary>
    /// <param name="Accounts">Accounts, 12 digits each; at least one.</param>
    /// <param name="Regions">Regions; at least one.</param>
    /// <param name="PauseSeconds">How long to wait before each further part; null before the first, which says it.</param>
    public sealed record SweepAccounts(ImmutableArray<string> Accounts, ImmutableArray<string> Regions, int? PauseSeconds) : Trigger;

    /// <summary>Nothing to do, and why.</summary>
    public sealed record Ignored(string Reason) : Trigger;
}
