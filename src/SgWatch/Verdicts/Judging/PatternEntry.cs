using SgWatch.Policies;

namespace SgWatch.Verdicts.Judging;

/// <summary>A pattern and what it is for.</summary>
internal readonly record struct PatternEntry(Pattern Pattern, PatternUse Use);

/// <summary>What a pattern is for.</summary>
internal enum PatternUse
{
    Forbid,

    /// <summary>Of the guardrail, or of an exemption.</summary>
    Allow,
    Require,
}
