using System.Collections.Immutable;

namespace SgWatch.Attacks;

/// <summary>The rules with which a group must end.</summary>
/// <param name="Has">The rules it must have.</param>
public sealed record AttackEnd(ImmutableArray<string> Has)
{
    /// <summary>The rules it may have as well, because the policy decides.</summary>
    public ImmutableArray<string> MayHave { get; init; } = [];

    /// <summary>The targets on which it may have these rules.</summary>
    public AttackTargetKinds MayHaveOn { get; init; } = AttackTargetKinds.Everywhere;

    /// <summary>The rules it may have as well if a step was left out because the target can't do it.</summary>
    public ImmutableArray<string> MayHaveWithout { get; init; } = [];

    /// <summary>The most rules it may have.</summary>
    public int AtMost { get; init; } = int.MaxValue;
}
