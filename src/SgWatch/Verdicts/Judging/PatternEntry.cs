using SgWatch.Policies;

namespace SgWatch.Verdicts.Judging;

/// <summary>A pattern and what it is for.</summary>
internal readonly record struct PatternEntry(Pattern Pattern, PatternUse Use);
