namespace SgWatch.Policies;

/// <summary>How grave a broken guardrail is, from least to most.</summary>
public enum Severity
{
    Low,
    Medium,
    High,
    Critical,
}
