using SgWatch.Guard.Ports;
using SgWatch.Incidents;
using SgWatch.Verdicts;

namespace SgWatch.Guard.Reconciling;

/// <summary>Reconciles one group with the policy, and notifies people of what happened.</summary>
internal sealed class GroupReconciler(InvocationContext invocation)
{
    /// <summary>Reconciles a group.</summary>
    public async Task<GroupResult> ReconcileAsync(GroupWork work, CancellationToken cancellationToken)
    {
        using var remediation = new Remediation(invocation, work); // until people were notified
        var result = await remediation.RunAsync(cancellationToken);
        invocation.Steps.Ended(result);
        if (result.Incident is not { } incident)
        {
            return result;
        }
        var unknown = remediation.WithoutMaker(incident);
        return unknown.IsEmpty || remediation.HasManyTags
            ? await NotifyOfMakersAsync(cancellationToken)
            : result with { Later = NotifyOfMakersAsync };

        async Task<GroupResult> NotifyOfMakersAsync(CancellationToken token) => await NotifyAsync(
            work, result, unknown.IsEmpty ? incident : await remediation.WithMakersAsync(incident, unknown, token), token);
    }

    private async Task<GroupResult> NotifyAsync(
        GroupWork work, GroupResult result, Incident incident, CancellationToken cancellationToken)
    {
        var isKnown = invocation.Dispatcher.WasSent(incident)
            || (result.IsOfOtherAccount
                && !await invocation.Limits.IsFirstSharedAsync(incident, work.Inspection.AccountRegion, cancellationToken));
        if (isKnown)
        {
            return result with { Incident = null };
        }
        if (work.Cause.IsSweep && result is { BeyondBudget: null, IsOfOtherAccount: false } && HasOnlyTurned(incident))
        {
            return result with { Incident = incident, IsDeferred = await invocation.Dispatcher.DeferAsync(incident, cancellationToken) };
        }
        var failure = await invocation.Dispatcher.NotifyAsync(incident, cancellationToken);
        if (result.BeyondBudget is { } budget)
        {
            failure = await invocation.Dispatcher.NotifyOfLimitAsync(incident.AccountRegion, budget, cancellationToken) ?? failure;
        }
        return (result with { Incident = incident, NotificationFailure = failure }).WithoutTags();
    }

    // nothing is to be reported but old rules that broke the policy without being changed, and that aren't closed yet
    private static bool HasOnlyTurned(Incident incident) => incident.Outcome == IncidentOutcome.Alerted
        && incident.Findings.Where(finding => finding.Action == FindingAction.Alert)
            .All(finding => finding.Standing is { Kind: Standing.Turned, IsDue: false });

    /// <summary>Ends an incident that an earlier invocation left unfinished: begun, or ended without a notification.</summary>
    public async Task<GroupResult> ResumeAsync(IncidentEntry entry, CancellationToken cancellationToken)
    {
        var work = GroupWork.Resume(entry.Incident, invocation.Open(entry.Incident.AccountRegion));
        var result = entry.Incident.Outcome == IncidentOutcome.Intended
            ? await ReconcileAsync(work, cancellationToken)
            : work.Result(GuardOutcome.Compliant) with
            {
                NotificationFailure = await invocation.Dispatcher.NotifyAsync(entry.Incident, cancellationToken),
            };
        return result with { IsResumed = true };
    }

    /// <summary>Makes a change that has waited for room in the hour's budget. If there is none, it goes on waiting.</summary>
    /// <param name="waiting">The change.</param>
    /// <param name="groups">Reads and changes the group.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<GroupResult> ResumeAsync(Incident waiting, ISecurityGroups groups, CancellationToken cancellationToken)
    {
        var work = GroupWork.Waiting(waiting, groups, isRemembered: invocation.Memory is not null);
        var result = await ReconcileAsync(work, cancellationToken);
        if (result is { IsBeyondLimit: false, MustRetry: false }
            && await invocation.Record.WithdrawAsync(waiting, cancellationToken) == Withdrawal.Shared)
        {
            await invocation.Record.MarkNotifiedAsync(waiting, cancellationToken); // several guards had left it
        }
        return result with { IsResumed = true };
    }
}
