using System.Diagnostics;
using System.Globalization;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;
using SgWatch.Rules;
using SgWatch.Verdicts;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Guard.Reconciling;

/// <summary>Decides what a remediation that has stopped was: nothing, an alert, a revert or a failure.</summary>
internal sealed class RemediationConclusion(
    InvocationContext invocation, GroupWork work, GroupChanges changes, RemediationIncident incident)
{
    /// <summary>Concludes, and takes the record's entry back if it came to nothing.</summary>
    public async Task<GroupResult> ConcludeAsync(RemediationEnd end, CancellationToken cancellationToken) => end switch
    {
        RemediationEnd.Unreadable(var entry, var why) => Unreadable(entry, why),
        RemediationEnd.NothingToChange(var entry, var first, var last) =>
            await ConcludeAsync(entry, first, last.Verdict.Group, last.Unread, mayAlert: !work.IsKnown, cancellationToken),
        RemediationEnd.StillViolates(var entry, var first, var last, var why) =>
            await ConcludeAsync(entry, first, last.Verdict.Group, why, mayAlert: !work.IsKnown, cancellationToken),
        RemediationEnd.OfOtherAccount(var entry, var first, var ownerId) =>
            await LeaveAloneAsync(entry, first, ownerId, cancellationToken),
        RemediationEnd.BeyondLimit(var entry, var first, var last, var budget) =>
            await BeyondLimitAsync(entry, first, last.Verdict, budget, cancellationToken),
        _ => throw new UnreachableException($"RemediationConclusion has no case for {end.GetType().Name}."),
    };

    private GroupResult Unreadable(RecordEntry entry, CallFailure why)
    {
        var isGone = why.Kind == CallFailureKind.NotFound; // and with it all that it admitted
        var wasTouched = entry is RecordEntry.Begun && (!changes.IsEmpty || work.Resumes is not null);
        if (isGone && !wasTouched)
        {
            return Compliant();
        }
        var notRead = new Verdict(new(work.GroupId, "not read"), [], Plan.Nothing);
        return Report(incident.Current(entry, notRead) with
        {
            Outcome = isGone ? IncidentOutcome.Reverted : IncidentOutcome.Failed,
            Failure = isGone ? null : why,
        });
    }

    private async Task<GroupResult> ConcludeAsync(
        RecordEntry entry, Verdict first, SecurityGroup after, CallFailure? failure, bool mayAlert, CancellationToken cancellationToken)
    {
        var settled = await SettleAsync(entry, after, failure, cancellationToken);
        if (settled is RecordEntry.EndedElsewhere)
        {
            return Compliant();
        }
        if (failure is not null)
        {
            return Report(Ended(IncidentOutcome.Failed) with { Failure = failure });
        }
        if (!changes.IsEmpty)
        {
            return Report(changes.Unauthorized.IsEmpty
                ? Ended(IncidentOutcome.Reverted)
                : Ended(IncidentOutcome.Failed) with { Failure = AppliedPlan.Gravest(changes.Unauthorized) });
        }
        if (!mayAlert || !first.Findings.Any(finding => finding.Action == FindingAction.Alert))
        {
            return Compliant();
        }
        var alert = Ended(IncidentOutcome.Alerted).WithoutTags(); // nothing is to be put back
        return Report(alert with { Id = IncidentId.OfAlert(alert.Before, alert.Findings, alert.StartedAt) });

        Incident Ended(IncidentOutcome outcome)
        {
            var current = incident.Current(settled, first);
            return current with { Outcome = outcome, After = after, Findings = [.. current.Findings.Select(WithDue)] };
        }
    }

    // when the guard closes a rule that turned: not before half an hour after it was settled, which was a moment ago
    private Finding WithDue(Finding finding)
    {
        if (finding is not { Action: FindingAction.Alert, Standing: { Kind: Standing.Turned, IsDue: false } }
            || !invocation.Policy.Enforces(finding.Guardrail))
        {
            return finding;
        }
        var due = (invocation.Now + RememberedStandings.NoticeOfTurned).UtcDateTime;
        var from = string.Create(CultureInfo.InvariantCulture, $"SgWatch closes it from {due:yyyy-MM-dd HH:mm}Z on, unless that changes");
        return finding with { Why = $"{finding.Why}; {from}" };
    }

    // what is acted on within the limit is reported beyond it, and waits; what waited, or was begun earlier, stays as it is
    private async Task<GroupResult> BeyondLimitAsync(
        RecordEntry entry, Verdict first, Verdict last, ChangeBudget budget, CancellationToken cancellationToken)
    {
        if (work.Resumes is not null && changes.IsEmpty)
        {
            return Compliant() with { BeyondBudget = budget };
        }
        var why = $"the limit of {invocation.Limits.ChangesPerHour} changes an hour in this account and region leaves no room for it now. "
            + "It waits, and a sweep closes the group as soon as there is room";
        var reported = Reported(first, why, finding => finding.IsActedOn);
        var failure = changes.IsEmpty ? null : new CallFailure(CallFailureKind.Rejected, "Revert", "ChangesPerHour", why);
        var result = await ConcludeAsync(entry, reported, last.Group, failure, mayAlert: !work.IsKnown, cancellationToken);
        if (work.Waited is null && result.Incident is not null)
        {
            await incident.WaitAsync(last, budget, cancellationToken);
        }
        return result with { BeyondBudget = budget };
    }

    private async Task<GroupResult> LeaveAloneAsync(
        RecordEntry entry, Verdict first, string ownerId, CancellationToken cancellationToken)
    {
        var why = $"the group belongs to account {ownerId}, which shares it with this one, so SgWatch leaves it alone here";
        invocation.Steps.LeftAlone(first.Group);
        var reported = Reported(first, why, finding => finding.Action != FindingAction.None);
        var result = await ConcludeAsync(entry, reported, first.Group, failure: null, mayAlert: true, cancellationToken);
        return result with { IsOfOtherAccount = true };
    }

    private static Verdict Reported(Verdict verdict, string why, Func<Finding, bool> isReported) => verdict with
    {
        Findings =
        [
            .. verdict.Findings.Select(finding =>
                isReported(finding) ? finding with { Action = FindingAction.Alert, Why = $"{finding.Why}; {why}" } : finding),
        ],
    };

    private async Task<RecordEntry> SettleAsync(
        RecordEntry entry, SecurityGroup after, CallFailure? failure, CancellationToken cancellationToken)
    {
        if (entry is not RecordEntry.Begun begun)
        {
            return entry;
        }
        if (failure is null && changes.IsEmpty)
        {
            return await WithdrawAsync(begun, after, cancellationToken);
        }
        if (changes.IsShared && await invocation.Record.IsSharedAsync(begun.Incident, cancellationToken))
        {
            changes.ClaimShared(after);
        }
        return begun;
    }

    private async Task<RecordEntry> WithdrawAsync(RecordEntry.Begun begun, SecurityGroup after, CancellationToken cancellationToken)
    {
        switch (await invocation.Record.WithdrawAsync(begun.Incident, cancellationToken))
        {
            case Withdrawal.Withdrawn:
                return new RecordEntry.None();
            case Withdrawal.Ended:
                return new RecordEntry.EndedElsewhere();
            case Withdrawal.Shared:
                changes.ClaimShared(after); // the other guard may have died after its change
                if (!changes.IsEmpty)
                {
                    return begun;
                }
                await invocation.Record.MarkNotifiedAsync(begun.Incident, cancellationToken); // no guard is to resume what came to nothing
                return new RecordEntry.None();
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
