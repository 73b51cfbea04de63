namespace SgWatch.Simulation.World;

/// <summary>A person's word that a rule is to stay.</summary>
/// <param name="At">When the command ended. Null if it failed or was killed, so that nobody knows what came of it.</param>
/// <param name="Admits">What the rule admitted then.</param>
/// <param name="Until">The last day on which it stays. Null for no end.</param>
internal sealed record Acceptance(DateTimeOffset? At, uint Admits, DateOnly? Until)
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(70); // a process's clock, and a look that goes on

    /// <summary>Whether its last day may be over for some process.</summary>
    public bool MayHaveEnded(DateTimeOffset now) => Until is { } until && DateOnly.FromDateTime((now + ClockSkew).UtcDateTime) > until;

    /// <summary>Whether its last day was over at a time, for every process.</summary>
    public bool HasEnded(DateTimeOffset at) => Until is { } until && DateOnly.FromDateTime((at - ClockSkew).UtcDateTime) > until;
}
