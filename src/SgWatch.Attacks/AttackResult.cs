using System.Collections.Immutable;

namespace SgWatch.Attacks;

/// <summary>How an attack ended.</summary>
/// <param name="Attack">The attack.</param>
/// <param name="Why">What differs from the end it must have, a line each. Empty if the guard held.</param>
/// <param name="Took">The time from the last call until the end was right, or until the timeout.</param>
/// <param name="Without">What was left out because the target can't do it.</param>
public sealed record AttackResult(Attack Attack, ImmutableArray<string> Why, TimeSpan Took, ImmutableArray<string> Without)
{
    /// <summary>True if the guard held it.</summary>
    public bool IsHeld => Why.IsEmpty;

    /// <summary>True if AWS failed, so that nothing is known about the guard.</summary>
    public bool IsFailed { get; init; }

    /// <summary>The attack couldn't be tried here.</summary>
    /// <param name="attack">The attack.</param>
    /// <param name="why">Why not.</param>
    public static AttackResult NotTried(Attack attack, string why) => new(attack, [$"not tried: {why}"], default, []);
}
