namespace SgWatch.Policies;

/// <summary>Limits on what the guard does: the policy's <c>limits</c>.</summary>
/// <param name="ChangesPerHour">
/// The most groups that are changed within an hour in one account and region, for each of two budgets. What is beyond it waits.
/// </param>
/// <param name="FightsAfter">How often the same rule is revoked within an hour before it counts as a fight.</param>
public sealed record Limits(int ChangesPerHour = 200, int FightsAfter = 3);
