namespace SgWatch.Guard.Limiting;

/// <summary>What was taken from an hour's budget, so that it can be given back.</summary>
/// <param name="Key">The set in which it is counted.</param>
/// <param name="Member">The member.</param>
internal sealed record BudgetTicket(string Key, string Member);
