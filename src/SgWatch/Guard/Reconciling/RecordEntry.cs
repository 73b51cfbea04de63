using SgWatch.Incidents;

namespace SgWatch.Guard.Reconciling;

/// <summary>What the record holds of one remediation.</summary>
internal abstract record RecordEntry
{
    private RecordEntry()
    {
    }

    /// <summary>Nothing: no change was due yet, or what was begun came to nothing.</summary>
    public sealed record None : RecordEntry;

    /// <summary>The incident, begun before its first change: by this guard, by one at the same time, or by an earlier invocation.</summary>
    /// <param name="Incident">The incident as it was begun.</param>
    public sealed record Begun(Incident Incident) : RecordEntry;

    /// <summary>The incident as another guard has ended it. That guard notifies people.</summary>
    public sealed record EndedElsewhere : RecordEntry;

    /// <summary>What the record holds before the group is read.</summary>
    public static RecordEntry Of(GroupWork work) => work.Resumes is { } unfinished ? new Begun(unfinished) : new None();
}
