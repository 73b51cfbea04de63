using SgWatch.Calls;

namespace SgWatch.Attacks;

/// <summary>What came of opening a target.</summary>
public abstract record AttackTargetResult
{
    private AttackTargetResult()
    {
    }

    /// <summary>The target may be attacked.</summary>
    /// <param name="Target">The target. The caller disposes it.</param>
    public sealed record Opened(AttackTarget Target) : AttackTargetResult;

    /// <summary>The target may not be attacked. Nothing was done.</summary>
    /// <param name="Problem">Why, and what to do.</param>
    public sealed record Refused(string Problem) : AttackTargetResult;

    /// <summary>AWS didn't say which account the credentials belong to.</summary>
    /// <param name="Failure">Why not.</param>
    public sealed record Failed(CallFailure Failure) : AttackTargetResult;
}
