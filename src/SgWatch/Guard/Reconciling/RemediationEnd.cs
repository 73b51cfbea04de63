using SgWatch.Calls;
using SgWatch.Verdicts;

namespace SgWatch.Guard.Reconciling;

/// <summary>The ways in which a remediation stops.</summary>
/// <param name="Entry">What the record holds of it.</param>
internal abstract record RemediationEnd(RecordEntry Entry)
{
    /// <summary>The last verdict. Null if the group couldn't be read.</summary>
    public LiveVerdict? LastVerdict => this switch
    {
        NothingToChange(_, _, var last) => last,
        StillViolates(_, _, var last, _) => last,
        BeyondLimit(_, _, var last) => last,
        _ => null,
    };

    /// <summary>The group can't be read.</summary>
    /// <param name="Entry">What the record holds of it.</param>
    /// <param name="Why">Why; NotFound if the group is gone.</param>
    public sealed record Unreadable(RecordEntry Entry, CallFailure Why) : RemediationEnd(Entry);

    /// <summary>Nothing is left to change.</summary>
    /// <param name="Entry">What the record holds of it.</param>
    /// <param name="First">What was wrong when the group was first read.</param>
    /// <param name="Last">The last verdict.</param>
    public sealed record NothingToChange(RecordEntry Entry, Verdict First, LiveVerdict Last) : RemediationEnd(Entry);

    /// <summary>The group still breaks the policy, and more rounds don't help.</summary>
    /// <param name="Entry">What the record holds of it.</param>
    /// <param name="First">What was wrong when the group was first read.</param>
    /// <param name="Last">The last verdict.</param>
    /// <param name="Why">Why.</param>
    public sealed record StillViolates(RecordEntry Entry, Verdict First, LiveVerdict Last, CallFailure Why) : RemediationEnd(Entry);

    /// <summary>The account and region have no change left within this hour.</summary>
    /// <param name="Entry">What the record holds of it.</param>
    /// <param name="First">What was wrong when the group was first read.</param>
    /// <param name="Last">The last verdict.</param>
    public sealed record BeyondLimit(RecordEntry Entry, Verdict First, LiveVerdict Last) : RemediationEnd(Entry);
}
