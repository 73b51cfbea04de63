using SgWatch.Incidents;
using SgWatch.Verdicts;

namespace SgWatch.Guard.Reconciling;

/// <summary>
/// Writes the incident of one remediation: into the record before the first change, and at last with all that was changed.
/// </summary>
/// <param name="invocation">What every step needs.</param>
/// <param name="work">The group, and why it is reconciled.</param>
/// <param name="changes">What was changed.</param>
internal sealed class RemediationIncident(InvocationContext invocation, GroupWork work, GroupChanges changes)
{
    /// <summary>
    /// Records what is about to be changed, once. If another guard recorded the same, it may have changed something already.
    /// </summary>
    /// <param name="entry">What the record holds so far.</param>
    /// <param name="first">What was wrong when the group was first read.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<RecordEntry.Begun> BeginAsync(RecordEntry entry, Verdict first, CancellationToken cancellationToken)
    {
        if (entry is RecordEntry.Begun before)
        {
            return before;
        }
        var (begun, isJoined) = await invocation.Record.BeginAsync(Of(first), cancellationToken);
        if (isJoined)
        {
            changes.Doubt(begun.Planned, begun.Before);
        }
        return new(begun);
    }

    /// <summary>Records that a change waits for room in the hour's budget. A sweep finds it there and makes the change.</summary>
    /// <param name="verdict">What is wrong with the group, and what is to be changed.</param>
    /// <param name="budget">The budget.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public Task WaitAsync(Verdict verdict, ChangeBudget budget, CancellationToken cancellationToken) => invocation.Record.BeginAsync(
        Of(verdict).WithoutTags() with
        {
            Id = IncidentId.OfWaiting(verdict.Group, verdict.Findings, invocation.StartedAt),
            Waits = budget,
        },
        cancellationToken);

    /// <summary>The incident with everything that was changed so far: the one that was begun, or a new one.</summary>
    /// <param name="entry">What the record holds.</param>
    /// <param name="first">What was wrong when the group was first read.</param>
    public Incident Current(RecordEntry entry, Verdict first) =>
        entry is RecordEntry.Begun(var incident) ? WithChanges(incident) : Of(first);

    private Incident Of(Verdict first) => WithChanges(
        new(IncidentId.Of(first.Group, work.Inspection.Origins, first.Findings), IncidentOutcome.Intended, first.Group)
        {
            Account = first.Group.OwnerId ?? work.Inspection.AccountRegion.Account,
            Region = first.Group.Region ?? work.Inspection.AccountRegion.Region,
            Origins = [.. Incident.MakersOf(first.Findings).Union(work.Inspection.Origins)], // the first are what people see
            Findings = first.Findings,
            Planned = first.Plan,
            StartedAt = invocation.StartedAt,
            PolicySource = invocation.Policy.Source,
            PolicySha256 = invocation.Policy.Sha256,
            Mode = invocation.Policy.Mode,
        });

    private Incident WithChanges(Incident incident) => incident with
    {
        Revoked = changes.Revoked,
        Authorized = changes.Authorized,
        Unauthorized = [.. changes.Unauthorized.Select(failed => failed.Rule)],
        Calls = changes.Calls,
        EndedAt = invocation.Now,
    };
}
