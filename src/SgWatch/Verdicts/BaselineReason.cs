namespace SgWatch.Verdicts;

/// <summary>Why the baseline tolerates a rule.</summary>
public enum BaselineReason
{
    /// <summary>The rule was there before the guard came.</summary>
    FirstLook,

    /// <summary>The rule was there before the guardrail came or got its present meaning.</summary>
    NewGuardrail,

    /// <summary>EC2 gave the rule to a new group: all traffic out to everywhere. Nobody made it.</summary>
    NewGroup,

    /// <summary>The rule came while the guardrail only observed.</summary>
    Observed,

    /// <summary>Somebody whom <c>unless-changed-by</c> names made it.</summary>
    Kept,

    /// <summary>A person put it back with <c>sgwatch incidents undo</c>.</summary>
    Undone,

    /// <summary>A person accepted it with the command for the baseline.</summary>
    Accepted,

    /// <summary>It is what <c>narrow</c> left of a tolerated rule.</summary>
    Narrowed,
}
