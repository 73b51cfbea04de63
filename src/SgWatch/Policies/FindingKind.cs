namespace SgWatch.Policies;

/// <summary>What is wrong with a rule.</summary>
public enum FindingKind
{
    /// <summary>It admits what a guardrail forbids.</summary>
    Violation,

    /// <summary>Its peer can't be read, so it is neither passed nor revoked.</summary>
    UnresolvedPeer,
}
