using System.Collections.Immutable;

namespace SgWatch.Incidents;

/// <summary>An incident as the record has it.</summary>
/// <param name="Incident">The incident; <see cref="IncidentOutcome.Intended"/> while nobody has said how it ended.</param>
public sealed record IncidentEntry(Incident Incident)
{
    /// <summary>The client tokens of the guards that have set out to make the change.</summary>
    public ImmutableHashSet<string> StartTokens { get; init; } = [];

    /// <summary>How many guards have set out to make the change.</summary>
    public int Guards => StartTokens.Count;

    /// <summary>Until when a guard is busy with the change itself.</summary>
    public DateTimeOffset LeaseUntil { get; init; }

    /// <summary>Until when a guard is busy telling people.</summary>
    public DateTimeOffset NotificationLeaseUntil { get; init; }

    /// <summary>The client token of the guard that tells people; null while none does.</summary>
    public string? NotificationLeaseToken { get; init; }

    /// <summary>The outcome that people were told; null if they were told nothing yet.</summary>
    public IncidentOutcome? Notified { get; init; }

    /// <summary>Whether people are told in a digest, and not at once.</summary>
    public bool IsInDigest { get; init; }

    /// <summary>What stood there before the begin with this client token, whose earlier try may have made what stands there; null if it did.</summary>
    public IncidentEntry? Before(string idempotencyToken) => Incident.Outcome == IncidentOutcome.Intended && StartTokens.SetEquals([idempotencyToken])
        ? null
        : this with { StartTokens = StartTokens.Remove(idempotencyToken) };

    /// <summary>Whether something is still to be done about it, and nobody is at it.</summary>
    public bool IsUnfinished(DateTimeOffset now) => Notified is null && NotificationLeaseUntil < now && (Incident.Outcome != IncidentOutcome.Intended || LeaseUntil < now);
}
