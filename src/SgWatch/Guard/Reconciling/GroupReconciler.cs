using SgWatch.Guard.Limiting;
using SgWatch.Guard.Notifying;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Recording;
using SgWatch.Guard.Retrying;
using SgWatch.Incidents;
using SgWatch.Policies;

namespace SgWatch.Guard.Reconciling;

/// <summary>Brings groups to comply and sees their incidents to the end, for one invocation.</summary>
internal sealed class GroupReconciler(
    ISecurityGroupsProvider provider, Policy policy, GuardOptions options, TimeProvider time, Retry retry,
    IncidentRecorder recorder, ChangeLimiter limiter, NotificationDispatcher dispatcher, DateTimeOffset startedAt)
{
    /// <summary>Works on one group, and tells people what came of it.</summary>
    public async Task<LookResult> CloseAsync(GroupWork work, CancellationToken cancellationToken)
    {
        var closer = new GroupRemediator(work.Groups, policy, options, time, retry, recorder, limiter);
        var result = await closer.CloseAsync(work, startedAt, cancellationToken);
        if (result.Incident is not { } incident)
        {
            return new(work.Hint, result);
        }
        if (dispatcher.IsTold(incident))
        {
            return new(work.Hint, result with { Incident = null });
        }
        var untold = await dispatcher.TellAsync(incident, cancellationToken);
        return new(work.Hint, result)
        {
            NotificationFailure = result.IsBeyondLimit ? await dispatcher.TellLimitAsync(incident, cancellationToken) ?? untold : untold,
        };
    }

    /// <summary>Brings to its end what another try left behind: begun, or ended and untold.</summary>
    public async Task<LookResult> ResumeAsync(IncidentEntry entry, CancellationToken cancellationToken)
    {
        var work = GroupWork.Resume(entry.Incident, provider.Open(new(entry.Incident.Account, entry.Incident.Region)));
        return entry.Incident.Outcome == IncidentOutcome.Intended
            ? await CloseAsync(work, cancellationToken)
            : new(work.Hint, new(work.GroupId, GuardOutcome.Compliant)) { NotificationFailure = await dispatcher.TellAsync(entry.Incident, cancellationToken) };
    }
}
