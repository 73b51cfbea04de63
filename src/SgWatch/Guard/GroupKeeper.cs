using SgWatch.Incidents;
using SgWatch.Policies;

namespace SgWatch.Guard;

/// <summary>Brings groups to comply and sees their incidents to the end, for one invocation.</summary>
internal sealed class GroupKeeper(
    ISecurityGroupsProvider provider, Policy policy, GuardOptions options, TimeProvider time, Retry retry,
    Recorder recorder, Limiter limiter, Teller teller, DateTimeOffset startedAt)
{
    /// <summary>Works on one group, and tells people what came of it.</summary>
    public async Task<LookResult> CloseAsync(GroupWork work, CancellationToken cancellationToken)
    {
        var closer = new GroupCloser(work.Groups, policy, options, time, retry, recorder, limiter);
        var result = await closer.CloseAsync(work, startedAt, cancellationToken);
        if (result.Incident is not { } incident)
        {
            return new(work.Look, result);
        }
        if (teller.IsTold(incident))
        {
            return new(work.Look, result with { Incident = null });
        }
        var untold = await teller.TellAsync(incident, cancellationToken);
        return new(work.Look, result)
        {
            Untold = result.IsBeyondLimit ? await teller.TellLimitAsync(incident, cancellationToken) ?? untold : untold,
        };
    }

    /// <summary>Brings to its end what another try left behind: begun, or ended and untold.</summary>
    public async Task<LookResult> ResumeAsync(IncidentEntry entry, CancellationToken cancellationToken)
    {
        var work = GroupWork.Resume(entry.Incident, provider.Open(entry.Incident.Account, entry.Incident.Region));
        return entry.Incident.Outcome == IncidentOutcome.Intended
            ? await CloseAsync(work, cancellationToken)
            : new(work.Look, new(work.GroupId, GuardOutcome.Compliant)) { Untold = await teller.TellAsync(entry.Incident, cancellationToken) };
    }
}
