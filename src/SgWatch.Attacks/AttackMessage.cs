namespace SgWatch.Attacks;

/// <summary>A message that people must get.</summary>
/// <param name="About">A variable whose value the message names, or a text in the message.</param>
/// <param name="Outcome">What the message must say was done: <c>closed</c>, <c>alert</c> or <c>failed</c>. Null for anything.</param>
public sealed record AttackMessage(string About, string? Outcome)
{
    /// <summary>The targets on which it must come.</summary>
    public AttackTargetKinds On { get; init; } = AttackTargetKinds.Everywhere;
}
