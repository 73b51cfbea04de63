namespace SgWatch.Policies;

/// <summary>What a guardrail does about a violating rule: the policy's <c>action</c>.</summary>
public enum GuardrailAction
{
    /// <summary>The rule goes.</summary>
    Revoke,

    /// <summary>Nothing is changed; people are told.</summary>
    Alert,
}
