namespace SgWatch.Incidents;

/// <summary>An incident as the record has it.</summary>
/// <param name="Incident">The incident; <see cref="IncidentOutcome.Intended"/> while nobody has said how it ended.</param>
public sealed record IncidentEntry(Incident Incident)
{
    /// <summary>How many guards have set out to make the change.</summary>
    public int Guards { get; init; }

    /// <summary>Until when a guard is busy with the change itself.</summary>
    public DateTimeOffset WorkedOnUntil { get; init; }

    /// <summary>Until when a guard is busy telling people.</summary>
    public DateTimeOffset ToldUntil { get; init; }

    /// <summary>The outcome that people were told; null if they were told nothing yet.</summary>
    public IncidentOutcome? Told { get; init; }

    /// <summary>Whether people are told in a digest, and not at once.</summary>
    public bool IsInDigest { get; init; }

    /// <summary>Whether something is still to be done about it, and nobody is at it.</summary>
    public bool IsLeftBehind(DateTimeOffset now) => Told is null && ToldUntil < now && (Incident.Outcome != IncidentOutcome.Intended || WorkedOnUntil < now);
}
