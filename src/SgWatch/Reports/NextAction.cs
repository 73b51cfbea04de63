namespace SgWatch.Reports;

/// <summary>What the next inspection at a group does with a rule, from least to most.</summary>
public enum NextAction
{
    /// <summary>Nothing.</summary>
    Keep,

    /// <summary>People are notified.</summary>
    Alert,

    /// <summary>Nothing yet: the guard waits for a time or for an answer.</summary>
    Wait,

    /// <summary>Rules that admit the missing traffic are authorized.</summary>
    Restore,

    /// <summary>Rules that admit exactly the permitted rest are authorized, and then the rule is revoked.</summary>
    Narrow,

    /// <summary>The rule is revoked.</summary>
    Revoke,
}
