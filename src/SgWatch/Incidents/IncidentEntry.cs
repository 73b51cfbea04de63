using System.Collections.Immutable;

namespace SgWatch.Incidents;

/// <summary>An incident as the record holds it, with what the guards that work on it have noted.</summary>
/// <param name="Incident">The incident. <see cref="IncidentOutcome.Intended"/> until a guard records how it ended.</param>
public sealed record IncidentEntry(Incident Incident)
{
    /// <summary>The idempotency tokens of the guards that started the change.</summary>
    public ImmutableHashSet<string> StartTokens { get; init; } = [];

    /// <summary>How many guards started the change.</summary>
    public int Guards => StartTokens.Count;

    /// <summary>The end of the lease of the guard that makes the change.</summary>
    public DateTimeOffset LeaseUntil { get; init; }

    /// <summary>The end of the lease of the guard that notifies people.</summary>
    public DateTimeOffset NotificationLeaseUntil { get; init; }

    /// <summary>The idempotency token of the guard that notifies people. Null if no guard does.</summary>
    public string? NotificationLeaseToken { get; init; }

    /// <summary>The outcome that people were notified of. Null if they weren't notified yet.</summary>
    public IncidentOutcome? Notified { get; init; }

    /// <summary>True if people are notified by a digest, false if by a message of its own.</summary>
    public bool IsInDigest { get; init; }

    /// <summary>The entry that existed before this call. Null if an earlier attempt with the same token created it.</summary>
    /// <param name="idempotencyToken">The token of the call that started the change.</param>
    public IncidentEntry? Before(string idempotencyToken)
    {
        var isOwn = Incident.Outcome == IncidentOutcome.Intended && StartTokens.SetEquals([idempotencyToken]);
        return isOwn ? null : this with { StartTokens = StartTokens.Remove(idempotencyToken) };
    }

    /// <summary>What the record notes beside the incident.</summary>
    public IncidentMark Mark => new(IncidentKey.Of(Incident), Incident.Outcome)
    {
        Guards = Guards,
        LeaseUntil = LeaseUntil,
        NotificationLeaseUntil = NotificationLeaseUntil,
        Notified = Notified,
    };

    /// <summary>True if something is left to do, and no guard holds a lease on it.</summary>
    public bool IsUnfinished(DateTimeOffset now) => Mark.IsUnfinished(now);
}
