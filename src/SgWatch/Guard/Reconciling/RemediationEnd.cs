using SgWatch.Calls;
using SgWatch.Incidents;
using SgWatch.Verdicts;

namespace SgWatch.Guard.Reconciling;

/// <summary>The ways in which a remediation stops.</summary>
/// <param name="Entry">What the record holds of it.</param>
internal abstract record RemediationEnd(RecordEntry Entry)
{
    /// <summary>The last verdict. Null if the group couldn't be read, or isn't this account's.</summary>
    public LiveVerdict? LastVerdict => this switch
    {
        NothingToChange(_, _, var last) => last,
        StillViolates(_, _, var last, _) => last,
        BeyondLimit(_, _, var last, _) => last,
        _ => null,
    };

    /// <summary>The group can't be read.</summary>
    /// <param name="Entry">What the record holds of it.</param>
    /// <param name="Why">Why; NotFound if the group is gone.</param>
    public sealed record Unreadable(RecordEntry Entry, CallFailure Why) : RemediationEnd(Entry);

    /// <summary>The group belongs to another account, which shares it with the one that was inspected.</summary>
    /// <param name="Entry">What the record holds of it.</param>
    /// <param name="First">What is wrong with it.</param>
    /// <param name="OwnerId">The account that it belongs to (12 digits).</param>
    public sealed record OfOtherAccount(RecordEntry Entry, Verdict First, string OwnerId) : RemediationEnd(Entry);

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

    /// <summary>The hour's budget of the account and region has no room for the change, so it waits.</summary>
    /// <param name="Entry">What the record holds of it.</param>
    /// <param name="First">What was wrong when the group was first read.</param>
    /// <param name="Last">The last verdict.</param>
    /// <param name="Budget">The budget that has no room.</param>
    public sealed record BeyondLimit(RecordEntry Entry, Verdict First, LiveVerdict Last, ChangeBudget Budget) : RemediationEnd(Entry);
}
