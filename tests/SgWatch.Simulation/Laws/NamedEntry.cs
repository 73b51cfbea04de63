namespace SgWatch.Simulation.Laws;

/// <summary>One entry of the baseline, as a message names it.</summary>
/// <param name="RuleId">The rule's id.</param>
/// <param name="Guardrail">The guardrail. Null for all.</param>
/// <param name="Since">When it entered the baseline.</param>
internal sealed record NamedEntry(string RuleId, string? Guardrail, DateTimeOffset Since);
