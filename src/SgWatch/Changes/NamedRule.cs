namespace SgWatch.Changes;

/// <summary>A rule as an event names it. At least one of the two is known.</summary>
/// <param name="SecurityGroupRuleId">Its id. Null if the event has none; the rule is then known by its content.</param>
/// <param name="Content">What it admitted after the change. Null if the event doesn't say.</param>
public sealed record NamedRule(string? SecurityGroupRuleId, RuleContent? Content);
