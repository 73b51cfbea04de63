using System.Collections.Immutable;
using SgWatch.Changes;

namespace SgWatch.Events;

/// <summary>What an event says about a group or groups: where to look, what it did there, and to which rules.</summary>
/// <param name="Target">The group or groups.</param>
/// <param name="Kind">What it did.</param>
public sealed record Hint(Target Target, ChangeKind Kind = ChangeKind.Other)
{
    /// <summary>The rules that the event names. Whether they exist is read live.</summary>
    public ImmutableArray<NamedRule> Rules { get; init; } = [];

    /// <summary>The prefix lists that may hold more than before.</summary>
    public ImmutableArray<string> PrefixListIds { get; init; } = [];

    /// <summary>The version that these lists have at least since then. Null if the event doesn't say.</summary>
    public long? PrefixListVersion { get; init; }

    /// <summary>The ids of the rules that the event took away.</summary>
    public ImmutableArray<string> RevokedRuleIds { get; init; } = [];

    /// <summary>Whether the event made the group.</summary>
    public bool MakesGroup { get; init; }

    /// <summary>The change that an event made by this.</summary>
    /// <param name="origin">The event.</param>
    public Change By(Origin origin) => new(origin, Kind)
    {
        Rules = Rules,
        PrefixListIds = PrefixListIds,
        PrefixListVersion = PrefixListVersion,
        RevokedRuleIds = RevokedRuleIds,
        MakesGroup = MakesGroup,
    };
}
