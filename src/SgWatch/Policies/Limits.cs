namespace SgWatch.Policies;

/// <summary>Bounds on what the guard does: the policy's <c>limits</c>.</summary>
/// <param name="ChangesPerHour">Per account and region; beyond it the guard only reports there.</param>
/// <param name="FightsAfter">How often the same rule is taken away within an hour before it counts as a fight.</param>
public sealed record Limits(int ChangesPerHour = 200, int FightsAfter = 3);
