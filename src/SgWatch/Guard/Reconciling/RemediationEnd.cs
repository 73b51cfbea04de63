using SgWatch.Calls;
using SgWatch.Verdicts;

namespace SgWatch.Guard.Reconciling;

/// <summary>The ways in which a remediation stops.</summary>
internal abstract record RemediationEnd
{
    private RemediationEnd()
    {
    }

    /// <summary>The group can't be read.</summary>
    /// <param name="Why">Why; NotFound if the group is gone.</param>
    public sealed record Unreadable(CallFailure Why) : RemediationEnd;

    /// <summary>Nothing is left to change.</summary>
    /// <param name="Last">The last verdict.</param>
    /// <param name="UnreadList">
    /// Why a prefix list couldn't be read for now, so that the verdict isn't the last word; null if all were read.
    /// </param>
    public sealed record NothingToChange(Verdict Last, CallFailure? UnreadList) : RemediationEnd;

    /// <summary>The group still breaks the policy, and more rounds don't help.</summary>
    /// <param name="Last">The last verdict.</param>
    /// <param name="Why">Why.</param>
    public sealed record StillViolates(Verdict Last, CallFailure Why) : RemediationEnd;

    /// <summary>The account and region have no change left within this hour.</summary>
    /// <param name="Last">The last verdict.</param>
    public sealed record BeyondLimit(Verdict Last) : RemediationEnd;
}
