namespace SgWatch.Verdicts;

/// <summary>Whether a rule that violates a guardrail was there before, as the guard remembers it.</summary>
public enum Standing
{
    /// <summary>The rule isn't remembered, or it admits more than is remembered. It is acted on at once.</summary>
    New,

    /// <summary>The rule is remembered and something else changed: a tag, an exemption's end, a VPC, a prefix list's owner. It is reported
    /// first.</summary>
    Turned,

    /// <summary>The rule was there before the guard or the guardrail, or somebody answers for it. It is left alone.</summary>
    Tolerated,

    /// <summary>Nobody knows yet who made the rule, and <c>unless-changed-by</c> may excuse it. It waits for its event.</summary>
    Waiting,
}
