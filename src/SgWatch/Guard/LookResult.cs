using SgWatch.Events;

namespace SgWatch.Guard;

/// <summary>What came of one look.</summary>
/// <param name="Look">What was looked at, and the messages that asked for it.</param>
/// <param name="Result">What came of it.</param>
internal sealed record LookResult(ScopedLook Look, GroupResult Result)
{
    /// <summary>Why people weren't told; null if they were, or nothing is to be told.</summary>
    public CallFailure? Untold { get; init; }

    public bool MustRetry => Result.MustRetry || Untold is not null;

    /// <summary>Whether it is one of a sweep's many groups of which there is nothing to say.</summary>
    public bool IsSweptCompliant => Look.Look.Target is Target.EveryGroup && Result.Outcome == GuardOutcome.Compliant;
}
