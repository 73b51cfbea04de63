namespace SgWatch.Policies;

/// <summary>How severe a broken guardrail is, from least to most: the policy's <c>severity</c>.</summary>
public enum Severity
{
    /// <summary><c>low</c>.</summary>
    Low,

    /// <summary><c>medium</c>.</summary>
    Medium,

    /// <summary><c>high</c>, the default.</summary>
    High,

    /// <summary><c>critical</c>.</summary>
    Critical,
}
