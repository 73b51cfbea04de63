namespace SgWatch.Verdicts;

/// <summary>What is wrong with a group.</summary>
public enum FindingKind
{
    /// <summary>A rule admits what a guardrail forbids.</summary>
    Violation,

    /// <summary>A prefix list of the rule or of the policy can't be read, or the rule isn't understood. It is neither passed nor
    /// revoked.</summary>
    UnresolvedPeer,

    /// <summary>The group's rules don't admit all that a guardrail requires.</summary>
    Missing,
}
