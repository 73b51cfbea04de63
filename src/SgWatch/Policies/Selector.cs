using SgWatch.Rules;

namespace SgWatch.Policies;

/// <summary>Which groups a guardrail is about. The absent selector means every group.</summary>
/// <param name="GroupName">The group's exact name; null for any.</param>
/// <param name="Not">Groups that are left out; null for none.</param>
public sealed record Selector(string? GroupName = null, Selector? Not = null)
{
    /// <summary>Every group.</summary>
    public static Selector EveryGroup { get; } = new();

    public bool Selects(SecurityGroup group) =>
        (GroupName is null || GroupName == group.GroupName) && (Not is null || !Not.Selects(group));
}
