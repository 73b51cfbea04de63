namespace SgWatch.Policies;

/// <summary>What happens to a rule that breaks a guardrail: the policy's <c>action</c>.</summary>
public enum GuardrailAction
{
    /// <summary>The rule is revoked.</summary>
    Revoke,

    /// <summary>The rule is replaced by exactly the permitted rest.</summary>
    Narrow,

    /// <summary>Nothing is changed, and people are notified.</summary>
    Alert,
}
