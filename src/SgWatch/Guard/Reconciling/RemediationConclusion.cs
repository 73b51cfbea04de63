using System.Diagnostics;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;
using SgWatch.Rules;
using SgWatch.Verdicts;

namespace SgWatch.Guard.Reconciling;

/// <summary>Decides what a remediation that has stopped was: nothing, an alert, a revert or a failure.</summary>
internal sealed class RemediationConclusion(
    InvocationContext invocation, GroupWork work, GroupChanges changes, RemediationIncident incident)
{
    /// <summary>Concludes, and takes the record's entry back if it came to nothing.</summary>
    public async Task<GroupResult> ConcludeAsync(RemediationEnd end, CancellationToken cancellationToken) => end switch
    {
        RemediationEnd.Unreadable(var why) => Unreadable(why),
        RemediationEnd.NothingToChange(var last, var unreadList) =>
            await ConcludeAsync(incident.FirstVerdict!, last.Group, unreadList, mayAlert: work.Resumes is null, cancellationToken),
        RemediationEnd.StillViolates(var last, var why) =>
            await ConcludeAsync(incident.FirstVerdict!, last.Group, why, mayAlert: work.Resumes is null, cancellationToken),
        RemediationEnd.BeyondLimit(var last) => await BeyondLimitAsync(incident.FirstVerdict!, last.Group, cancellationToken),
        _ => throw new UnreachableException($"RemediationConclusion has no case for {end.GetType().Name}."),
    };

    private GroupResult Unreadable(CallFailure why)
    {
        var isGone = why.Kind == CallFailureKind.NotFound; // and with it all that it admitted
        var wasTouched = incident.Recorded is not null && (!changes.IsEmpty || work.Resumes is not null);
        if (isGone && !wasTouched)
        {
            return Compliant();
        }
        var notRead = new Verdict(new(work.GroupId, "not read"), [], Plan.Nothing);
        return Report(incident.Current(notRead) with
        {
            Outcome = isGone ? IncidentOutcome.Reverted : IncidentOutcome.Failed,
            Failure = isGone ? null : why,
        });
    }

    private async Task<GroupResult> ConcludeAsync(
        Verdict first, SecurityGroup after, CallFailure? failure, bool mayAlert, CancellationToken cancellationToken)
    {
        if (!await SettleRecordAsync(after, failure, cancellationToken))
        {
            return Compliant(); // another guard has ended the incident
        }
        if (failure is not null)
        {
            return Report(Ended(IncidentOutcome.Failed) with { Failure = failure });
        }
        if (!changes.IsEmpty)
        {
            return Report(Ended(IncidentOutcome.Reverted));
        }
        if (!mayAlert || !first.Findings.Any(finding => finding.Action == FindingAction.Alert))
        {
            return Compliant();
        }
        var alert = Ended(IncidentOutcome.Alerted);
        return Report(alert with { Id = IncidentId.OfAlert(alert.Before, alert.Findings, alert.StartedAt) });

        Incident Ended(IncidentOutcome outcome) => incident.Current(first) with { Outcome = outcome, After = after };
    }

    // what is acted on within the limit is only reported beyond it
    private async Task<GroupResult> BeyondLimitAsync(Verdict first, SecurityGroup after, CancellationToken cancellationToken)
    {
        var why = $"the limit of {invocation.Limits.ChangesPerHour} changes an hour in this account and region is reached, "
            + "so it is only reported";
        var reported = first with
        {
            Findings =
            [
                .. first.Findings.Select(finding =>
                    finding.IsActedOn ? finding with { Action = FindingAction.Alert, Why = $"{finding.Why}; {why}" } : finding),
            ],
        };
        var failure = changes.IsEmpty ? null : new CallFailure(CallFailureKind.Rejected, "Revert", "ChangesPerHour", why);
        return await ConcludeAsync(reported, after, failure, mayAlert: true, cancellationToken) with { IsBeyondLimit = true };
    }

    // false if another guard has ended the incident
    private async Task<bool> SettleRecordAsync(SecurityGroup after, CallFailure? failure, CancellationToken cancellationToken)
    {
        if (incident.Recorded is not { } recorded)
        {
            return true;
        }
        if (failure is null && changes.IsEmpty)
        {
            return await WithdrawAsync(recorded, after, cancellationToken);
        }
        if (changes.IsShared && await invocation.Record.IsSharedAsync(recorded, cancellationToken))
        {
            changes.ClaimShared(after);
        }
        return true;
    }

    private async Task<bool> WithdrawAsync(Incident recorded, SecurityGroup after, CancellationToken cancellationToken)
    {
        switch (await invocation.Record.WithdrawAsync(recorded, cancellationToken))
        {
            case Withdrawal.Withdrawn:
                incident.Forget();
                return true;
            case Withdrawal.Ended:
                return false;
            case Withdrawal.Shared:
                changes.ClaimShared(after); // the other guard may have died after its change
                if (changes.IsEmpty)
                {
                    // it came to nothing: no guard is to resume it
                    await invocation.Record.MarkNotifiedAsync(recorded, cancellationToken);
                    incident.Forget();
                }
                return true;
            case var other:
                throw new UnreachableException($"RemediationConclusion has no case for {other}.");
        }
    }

    private GroupResult Compliant() => work.Result(GuardOutcome.Compliant);

    private GroupResult Report(Incident ended)
    {
        var mustRetry = ended.Failure is { Kind: CallFailureKind.Transient };
        var isUntouched = ended.Revoked.IsEmpty && ended.Authorized.IsEmpty;
        var outcome = ended.Outcome switch
        {
            IncidentOutcome.Reverted => GuardOutcome.Reverted,
            IncidentOutcome.Alerted => GuardOutcome.Alerted,
            _ => GuardOutcome.Failed,
        };
        return work.Result(outcome) with
        {
            Revoked = ended.Revoked,
            Authorized = ended.Authorized,
            Incident = mustRetry && isUntouched ? null : ended, // the next try may do better, and then it reports
            Failure = ended.Failure,
            MustRetry = mustRetry,
        };
    }
}
