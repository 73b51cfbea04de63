namespace SgWatch.Policies;

/// <summary>What a pattern of a guardrail or an exemption is for. It decides what the pattern may say.</summary>
internal enum PatternUse
{
    /// <summary>Forbidden traffic. <c>world</c> is judged on all rules together.</summary>
    Forbid,

    /// <summary>Permitted traffic, of a guardrail or an exemption. <c>world</c> is every address.</summary>
    Allow,

    /// <summary>Required traffic: only what EC2's rules can express.</summary>
    Require,
}
