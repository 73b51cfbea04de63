using System.Collections.Immutable;

namespace SgWatch.Changes;

/// <summary>What one event says that it did to a group: who did what to which rules.</summary>
/// <remarks>It is only a hint. Whether the rules exist, and what they admit, is read live.</remarks>
/// <param name="Origin">The event: who made which call, and when.</param>
/// <param name="Kind">What it did.</param>
public sealed record Change(Origin Origin, ChangeKind Kind)
{
    /// <summary>The rules that it names. Empty if it names none.</summary>
    public ImmutableArray<NamedRule> Rules { get; init; } = [];

    /// <summary>The prefix lists that may hold more than before. Every rule whose peer is one of them counts as changed.</summary>
    public ImmutableArray<string> PrefixListIds { get; init; } = [];

    /// <summary>The version that these lists have at least since then. Null if the event doesn't say.</summary>
    public long? PrefixListVersion { get; init; }

    /// <summary>The ids of the rules that it took away. They never come back.</summary>
    public ImmutableArray<string> RevokedRuleIds { get; init; } = [];

    /// <summary>Whether it made the group.</summary>
    public bool MakesGroup { get; init; }

    /// <summary>Whether it is of a kind that makes rules, or makes them admit more.</summary>
    public bool MakesRules => Kind is ChangeKind.Authorize or ChangeKind.Modify or ChangeKind.PrefixList;

    /// <summary>Whether it is so young that EC2 may not show yet what it did.</summary>
    /// <param name="now">The time.</param>
    /// <param name="within">The age from which EC2 shows it. An event that is so far in the future isn't young either.</param>
    public bool IsFresh(DateTimeOffset now, TimeSpan within) => (now - Origin.EventTime)?.Duration() < within;

    /// <summary>Whether both say the same of the same event.</summary>
    public bool Equals(Change? other) => other is not null && Kind == other.Kind && Origin == other.Origin
        && Rules.SequenceEqual(other.Rules) && PrefixListIds.SequenceEqual(other.PrefixListIds)
        && PrefixListVersion == other.PrefixListVersion && RevokedRuleIds.SequenceEqual(other.RevokedRuleIds)
        && MakesGroup == other.MakesGroup;

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Origin);
        hash.Add(Kind);
        foreach (var rule in Rules)
        {
            hash.Add(rule);
        }
        foreach (var id in PrefixListIds)
        {
            hash.Add(id);
        }
        return hash.ToHashCode();
    }
}
