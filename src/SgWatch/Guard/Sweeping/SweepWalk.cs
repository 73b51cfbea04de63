using SgWatch.Calls;

namespace SgWatch.Guard.Sweeping;

/// <summary>How a sweep's walk along the listing ended.</summary>
internal abstract record SweepWalk
{
    private SweepWalk()
    {
    }

    /// <summary>Every group of the listing was seen.</summary>
    public sealed record Complete : SweepWalk;

    /// <summary>The time ran short.</summary>
    /// <param name="ContinueAt">EC2's token of the page to go on with; null for the first.</param>
    public sealed record OutOfTime(string? ContinueAt) : SweepWalk;

    /// <summary>EC2 no longer knows the token: it keeps one for a while only. The sweep can begin anew.</summary>
    /// <param name="Failure">EC2's answer.</param>
    public sealed record TokenExpired(CallFailure Failure) : SweepWalk;

    /// <summary>A page can't be read.</summary>
    /// <param name="Failure">Why.</param>
    public sealed record Failed(CallFailure Failure) : SweepWalk;
}
