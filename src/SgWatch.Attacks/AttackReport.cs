using System.Collections.Immutable;

namespace SgWatch.Attacks;

/// <summary>A run of the suite that has ended.</summary>
/// <param name="Target">What was attacked.</param>
/// <param name="Events">How the lab delivered events, as the command names it.</param>
/// <param name="Results">The results, in the order of the run.</param>
/// <param name="Left">What couldn't be deleted.</param>
public sealed record AttackReport(
    AttackTarget Target, string Events, ImmutableArray<AttackResult> Results, ImmutableArray<string> Left)
{
    /// <summary>How many attacks the guard held.</summary>
    public int Held => Results.Count(result => result.IsHeld);

    /// <summary>True if AWS failed an attack, or kept what the suite made.</summary>
    public bool IsFailed => Results.Any(result => result.IsFailed) || !Left.IsEmpty;
}
