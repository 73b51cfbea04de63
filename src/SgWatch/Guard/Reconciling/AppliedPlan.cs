using SgWatch.Calls;

namespace SgWatch.Guard.Reconciling;

/// <summary>What became of a plan that was applied.</summary>
internal abstract record AppliedPlan
{
    private AppliedPlan()
    {
    }

    /// <summary>EC2 confirmed all of it, or there was nothing to do.</summary>
    public sealed record InFull : AppliedPlan;

    /// <summary>A part of it could not be done.</summary>
    /// <param name="Why">A failure that a retry may mend, if there is one; else the gravest.</param>
    public sealed record InPart(CallFailure Why) : AppliedPlan;

    /// <summary>What became of it if these rules failed.</summary>
    public static AppliedPlan Of(IReadOnlyList<FailedRule> failed) => failed.Count == 0 ? new InFull() : new InPart(Gravest(failed));

    /// <summary>Of several failures the one to go by: what a retry may mend, then a missing permission, then the first.</summary>
    /// <param name="failed">At least one.</param>
    public static CallFailure Gravest(IEnumerable<FailedRule> failed) => failed
        .Select(rule => rule.Why)
        .OrderBy(why => why.Kind switch
        {
            CallFailureKind.Transient => 0,
            CallFailureKind.Refused => 1,
            _ => 2,
        })
        .First();
}
