using SgWatch.Incidents;
using SgWatch.Verdicts;

namespace SgWatch.Guard.Reconciling;

/// <summary>The incident of one remediation, from the first verdict to the end.</summary>
internal sealed class RemediationIncident
{
    private readonly InvocationContext _invocation;
    private readonly GroupWork _work;
    private readonly GroupChanges _changes;

    /// <param name="invocation">What every step needs.</param>
    /// <param name="work">The group, and the unfinished incident that is resumed, if any.</param>
    /// <param name="changes">What was changed.</param>
    public RemediationIncident(InvocationContext invocation, GroupWork work, GroupChanges changes)
    {
        (_invocation, _work, _changes) = (invocation, work, changes);
        if (work.Resumes is { } unfinished)
        {
            Recorded = unfinished;
            changes.Doubt(unfinished.Planned, unfinished.Before);
        }
    }

    /// <summary>What was wrong when the group was first read; null before that.</summary>
    public Verdict? FirstVerdict { get; private set; }

    /// <summary>The incident as the record has it; null while it has none.</summary>
    public Incident? Recorded { get; private set; }

    /// <summary>Takes note of a verdict: the first one is the incident's.</summary>
    public void See(Verdict verdict) => FirstVerdict ??= verdict;

    /// <summary>
    /// Records what is about to be changed, once. If another guard recorded the same, it may have changed something already.
    /// </summary>
    /// <returns>The incident as the record has it.</returns>
    public async Task<Incident> RecordAsync(CancellationToken cancellationToken)
    {
        if (Recorded is { } recorded)
        {
            return recorded;
        }
        var (begun, isJoined) = await _invocation.Record.BeginAsync(New(FirstVerdict!), cancellationToken);
        if (isJoined)
        {
            _changes.Doubt(begun.Planned, begun.Before);
        }
        return Recorded = begun;
    }

    /// <summary>Forgets the record's entry: it was withdrawn, or there is nothing to notify people of.</summary>
    public void Forget() => Recorded = null;

    /// <summary>The incident with everything that was changed so far: the recorded one, or a new one.</summary>
    public Incident Current(Verdict verdict) => WithChanges(Recorded ?? New(verdict));

    private Incident New(Verdict first) => WithChanges(
        new(IncidentId.Of(first.Group, _work.Inspection.Origins, first.Findings), IncidentOutcome.Intended, first.Group)
        {
            Account = first.Group.OwnerId ?? _work.Inspection.AccountRegion.Account,
            Region = first.Group.Region ?? _work.Inspection.AccountRegion.Region,
            Origins = [.. Incident.MakersOf(first.Findings).Union(_work.Inspection.Origins)], // the first are what people see
            Findings = first.Findings,
            Planned = first.Plan,
            StartedAt = _invocation.StartedAt,
            PolicySource = _invocation.Policy.Source,
            PolicySha256 = _invocation.Policy.Sha256,
            Mode = _invocation.Policy.Mode,
        });

    private Incident WithChanges(Incident incident) => incident with
    {
        Revoked = _changes.Revoked,
        Authorized = _changes.Authorized,
        Calls = _changes.Calls,
        EndedAt = _invocation.Now,
    };
}
