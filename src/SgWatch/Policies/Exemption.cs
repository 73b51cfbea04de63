using System.Collections.Immutable;

namespace SgWatch.Policies;

/// <summary>Traffic that every guardrail permits some groups, until a day.</summary>
/// <param name="Reason">Why, for people.</param>
/// <param name="Until">The last day, in UTC, on which it is in force.</param>
public sealed record Exemption(string Reason, DateOnly Until)
{
    public Selector Groups { get; init; } = Selector.EveryGroup;

    public ImmutableArray<Pattern> Allow { get; init; } = [];

    /// <summary>Where it stands in its file, from 1; 0 where it is of no file.</summary>
    public int Line { get; init; }

    public bool IsInForce(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime) <= Until;
}
