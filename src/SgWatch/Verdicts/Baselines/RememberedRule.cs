using System.Collections.Immutable;
using SgWatch.Traffic;

namespace SgWatch.Verdicts.Baselines;

/// <summary>A rule of a group as it was last settled: looked at, with nothing left to do.</summary>
/// <param name="Content">The rule with its id, and what it admitted.</param>
/// <param name="Since">When it was made, or first seen if no call is known that made it.</param>
public sealed record RememberedRule(RememberedContent Content, DateTimeOffset Since)
{
    /// <summary>The rule's id.</summary>
    public string Id => Content.Rule.SecurityGroupRuleId!;

    /// <summary>Whether it was there when the guard came.</summary>
    public bool IsFirstLook { get; init; }

    /// <summary>Who made it: a principal's ARN. Null if no call is known that made it.</summary>
    public string? MadeBy { get; init; }

    /// <summary>When it was first missing from a reading. Null while readings show it.</summary>
    public DateTimeOffset? MissingSince { get; init; }

    /// <summary>
    /// By the guardrail's id: the part of its traffic that the guardrail forbade and nothing permitted when it was settled. For
    /// <c>world</c>, that part may be too small to violate. A guardrail without an entry had no such part.
    /// </summary>
    public ImmutableSortedDictionary<string, TrafficSet> Counted { get; init; } = ImmutableSortedDictionary<string, TrafficSet>.Empty;

    /// <summary>The ids of the guardrails for which it violates and is new, and that only reported it so far.</summary>
    public ImmutableSortedSet<string> Reported { get; init; } = [];

    /// <summary>By the guardrail's id: when it was reported that the rule turned.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> Turned { get; init; } =
        ImmutableSortedDictionary<string, DateTimeOffset>.Empty;
}
