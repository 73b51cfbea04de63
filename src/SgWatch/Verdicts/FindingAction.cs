namespace SgWatch.Verdicts;

/// <summary>What the guard does about a finding.</summary>
public enum FindingAction
{
    /// <summary>Nothing. The finding is reported.</summary>
    None,

    /// <summary>People are notified. Nothing is changed.</summary>
    Alert,

    /// <summary>The rule is revoked.</summary>
    Revoke,

    /// <summary>Rules that admit exactly the permitted rest are authorized, and then the rule is revoked.</summary>
    Narrow,

    /// <summary>Rules that admit the missing traffic are authorized.</summary>
    Restore,
}
