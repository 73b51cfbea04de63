namespace SgWatch.Simulation.Laws;

/// <summary>A guardrail in the simulation's own words.</summary>
/// <param name="Meaning">Names what it means; its name may change.</param>
/// <param name="Forbid">What it forbids.</param>
/// <param name="Allow">What it allows.</param>
internal sealed record PlainGuardrail(string Meaning, uint Forbid, uint Allow)
{
    /// <summary>What it allows to groups with the tag <c>tier=edge</c>.</summary>
    public uint AllowEdge { get; init; }

    /// <summary>Whether it counts what all rules admit together.</summary>
    public bool IsWorld { get; init; }

    /// <summary>Whether it has <c>judge: state</c>.</summary>
    public bool IsState { get; init; }

    /// <summary>Whether it only observes.</summary>
    public bool IsObserving { get; init; }

    /// <summary>The name of the only group that it selects. Null for every group.</summary>
    public string? Group { get; init; }

    /// <summary>What of a rule it forbids and doesn't allow, in a group as it is.</summary>
    public uint Counted(PlainGroup group, uint rule) => Group is not null && Group != group.Name
        ? 0
        : rule & Forbid & ~(Allow | (group.IsEdge ? AllowEdge : 0));

    /// <summary>Whether a rule of a group breaks it.</summary>
    public bool IsBrokenBy(PlainGroup group, string ruleId)
    {
        if (!group.Rules.TryGetValue(ruleId, out var rule))
        {
            return false;
        }
        var counted = Counted(group, rule);
        return IsWorld
            ? (counted & PlainSet.WorldPart(group.Rules.Values.Aggregate(0u, (all, other) => all | Counted(group, other)))) != 0
            : PlainSet.IsPublic(counted) || (IsState && counted != 0);
    }
}
