using System.Collections.Immutable;

namespace SgWatch.Policies;

/// <summary>Traffic that some groups may admit until a day, whatever the guardrails forbid.</summary>
/// <param name="Reason">The reason, for people.</param>
/// <param name="Until">The last day, in UTC, on which it is in force.</param>
public sealed record Exemption(string Reason, DateOnly Until)
{
    /// <summary>The groups that it is for.</summary>
    public Selector Groups { get; init; } = Selector.EveryGroup;

    /// <summary>The traffic.</summary>
    public ImmutableArray<Pattern> Allow { get; init; } = [];

    /// <summary>The line of the file on which it begins, from 1. 0 if it isn't from a file.</summary>
    public int Line { get; init; }

    /// <summary>Whether the day of a time, in UTC, isn't later than <see cref="Until"/>.</summary>
    public bool IsInForce(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime) <= Until;
}
