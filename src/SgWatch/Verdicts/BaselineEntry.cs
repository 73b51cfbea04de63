namespace SgWatch.Verdicts;

/// <summary>One rule that the baseline tolerates, for one guardrail or for all.</summary>
/// <param name="Guardrail">The id by which the account and region know the guardrail. Null for every guardrail with
/// <c>judge: changes</c>.</param>
/// <param name="Content">The rule with its id, and what it admitted then.</param>
/// <param name="Reason">Why it is tolerated.</param>
/// <param name="Since">When that began.</param>
public sealed record BaselineEntry(string? Guardrail, RememberedContent Content, BaselineReason Reason, DateTimeOffset Since)
{
    /// <summary>Who answers for it: a principal's ARN. Null if nobody does.</summary>
    public string? By { get; init; }

    /// <summary>What that person wrote. Null if there is nothing.</summary>
    public string? Note { get; init; }

    /// <summary>The last day, in UTC, on which it holds. Null if it has no end.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>The rule's id.</summary>
    public string RuleId => Content.Rule.SecurityGroupRuleId!;

    /// <summary>Whether it is about a rule.</summary>
    public bool IsOf(string ruleId) => RuleId == ruleId;

    /// <summary>Whether its last day is over.</summary>
    public bool HasEnded(DateTimeOffset now) => Until is { } until && DateOnly.FromDateTime(now.UtcDateTime) > until;

    /// <summary>Whether it tolerates a rule for a guardrail: it is the same rule, and it admits no more than then.</summary>
    /// <param name="guardrail">The guardrail's id.</param>
    /// <param name="rule">The rule as it is now.</param>
    public bool Tolerates(string guardrail, RememberedContent rule) => (Guardrail is null || Guardrail == guardrail)
        && RuleId == rule.Rule.SecurityGroupRuleId && Content.Covers(rule);
}
