using System.Collections.Immutable;
using SgWatch.Changes;

namespace SgWatch.Events;

/// <summary>What a message means: hints about changes, a sweep of several accounts, or nothing to do.</summary>
public abstract record Trigger
{
    private Trigger()
    {
    }

    /// <summary>Some groups may have changed.</summary>
    /// <param name="Origin">Who made which call, and when.</param>
    /// <param name="Hints">The groups, with what was done to their rules. At least one hint.</param>
    public sealed record Change(Origin Origin, ImmutableArray<Hint> Hints) : Trigger;

    /// <summary>A sweep of several accounts or regions, which is divided into one sweep for each.</summary>
    /// <param name="Accounts">The accounts, 12 digits each. At least one.</param>
    /// <param name="Regions">The regions. At least one.</param>
    /// <param name="PauseSeconds">How many seconds to wait before each further part. Null before the first part, which decides it.</param>
    public sealed record SweepAccounts(ImmutableArray<string> Accounts, ImmutableArray<string> Regions, int? PauseSeconds) : Trigger
    {
        /// <summary>How many sweeps were asked for together with these. Null before the first part, which has all of them.</summary>
        public int? Of { get; init; }
    }

    /// <summary>There is nothing to do.</summary>
    /// <param name="Reason">Why, in a few words for the log.</param>
    public sealed record Ignored(string Reason) : Trigger;
}
