namespace SgWatch.Policies;

/// <summary>What a guardrail does about a violating rule: the policy's <c>action</c>.</summary>
public enum GuardrailAction
{
    /// <summary>The rule goes.</summary>
    Revoke,

    /// <summary>The rule is replaced by exactly the permitted rest.</summary>
    Narrow,

    /// <summary>Nothing is changed; people are told.</summary>
    Alert,
}
