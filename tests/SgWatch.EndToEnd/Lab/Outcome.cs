namespace SgWatch.EndToEnd.Lab;

/// <summary>What became of a step on one side.</summary>
/// <param name="Code">The error's code. Empty for a success.</param>
/// <param name="Answer">The answer, without ids.</param>
/// <param name="Rules">The group's rules after it.</param>
public sealed record Outcome(string Code, IReadOnlyList<string> Answer, IReadOnlyList<RuleRow> Rules);
