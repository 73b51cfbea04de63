using System.Collections.Immutable;

namespace SgWatch.Cli.Attacks;

/// <summary>How an attack ended.</summary>
/// <param name="Attack">Which.</param>
/// <param name="Why">What is otherwise than it must be, a line each; empty if the guard held.</param>
/// <param name="Took">From the last call until all was as it must be, or until the time was up.</param>
/// <param name="Without">What was left out because the place can't do it.</param>
internal sealed record AttackResult(Attack Attack, ImmutableArray<string> Why, TimeSpan Took, ImmutableArray<string> Without)
{
    public bool IsHeld => Why.IsEmpty;

    /// <summary>Whether it is AWS that failed, and nothing is known of the guard.</summary>
    public bool IsFailed { get; init; }
}

/// <summary>A call of the suite's own failed in a way that says nothing of the guard.</summary>
internal sealed class AttackFailedException(string message) : Exception(message);
