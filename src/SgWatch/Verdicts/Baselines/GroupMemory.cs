using System.Collections.Immutable;

namespace SgWatch.Verdicts.Baselines;

/// <summary>What the guard remembers of one group.</summary>
/// <param name="GroupId">The group.</param>
/// <param name="SettledAt">When it was last settled.</param>
public sealed record GroupMemory(string GroupId, DateTimeOffset SettledAt)
{
    /// <summary>Its rules as last settled, by their ids.</summary>
    public ImmutableSortedDictionary<string, RememberedRule> Rules { get; init; } =
        ImmutableSortedDictionary<string, RememberedRule>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>What is tolerated.</summary>
    public ImmutableArray<BaselineEntry> Baseline { get; init; } = [];

    /// <summary>Rules that are about to be made and will be tolerated.</summary>
    public ImmutableArray<ExpectedRule> Expected { get; init; } = [];

    /// <summary>By rule id: when a violating rule was first seen whose author isn't known yet.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> AuthorAwaited { get; init; } =
        ImmutableSortedDictionary<string, DateTimeOffset>.Empty;

    /// <summary>
    /// The ids of rules that a person dropped. Such a rule is new until it is settled, although it was there before the guard.
    /// </summary>
    public ImmutableSortedSet<string> Dropped { get; init; } = ImmutableSortedSet<string>.Empty.WithComparer(StringComparer.Ordinal);

    /// <summary>
    /// The ids of new rules that a message about many groups has named. The next sweep closes them, however many there are.
    /// </summary>
    public ImmutableSortedSet<string> Announced { get; init; } = ImmutableSortedSet<string>.Empty.WithComparer(StringComparer.Ordinal);

    /// <summary>By the guardrail's id: the meaning under which the group was last settled.</summary>
    public ImmutableSortedDictionary<string, string> SettledUnder { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The same without some rules, as if they had never been there.</summary>
    /// <param name="ruleIds">Their ids.</param>
    public GroupMemory Without(IReadOnlySet<string> ruleIds) => this with
    {
        Rules = Rules.RemoveRange(ruleIds),
        Baseline = Baseline.RemoveAll(entry => ruleIds.Contains(entry.RuleId)),
        AuthorAwaited = AuthorAwaited.RemoveRange(ruleIds),
    };
}
