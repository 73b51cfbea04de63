namespace SgWatch.Incidents;

/// <summary>What the record notes beside an incident, without the incident: its size doesn't depend on what people wrote.</summary>
/// <param name="Key">The incident's key.</param>
/// <param name="Outcome">The incident's outcome.</param>
public sealed record IncidentMark(IncidentKey Key, IncidentOutcome Outcome)
{
    /// <summary>How many guards started the change.</summary>
    public int Guards { get; init; }

    /// <summary>The end of the lease of the guard that makes the change.</summary>
    public DateTimeOffset LeaseUntil { get; init; }

    /// <summary>The end of the lease of the guard that notifies people.</summary>
    public DateTimeOffset NotificationLeaseUntil { get; init; }

    /// <summary>The outcome that people were notified of. Null if they weren't notified yet.</summary>
    public IncidentOutcome? Notified { get; init; }

    /// <summary>True if something is left to do, and no guard holds a lease on it.</summary>
    public bool IsUnfinished(DateTimeOffset now) =>
        Notified is null && NotificationLeaseUntil < now && (Outcome != IncidentOutcome.Intended || LeaseUntil < now);
}
