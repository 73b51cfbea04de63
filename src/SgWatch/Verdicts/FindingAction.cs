namespace SgWatch.Verdicts;

/// <summary>What is to be done about a finding.</summary>
public enum FindingAction
{
    /// <summary>Nothing: reported and left alone.</summary>
    None,

    /// <summary>People are told; nothing is changed.</summary>
    Alert,

    /// <summary>The rule goes.</summary>
    Revoke,

    /// <summary>The rule goes, and rules that admit exactly the permitted rest of it come first.</summary>
    Narrow,

    /// <summary>Rules that admit what is missing come.</summary>
    Restore,
}
