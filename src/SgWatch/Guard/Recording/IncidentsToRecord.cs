using SgWatch.Incidents;

namespace SgWatch.Guard.Recording;

/// <summary>Incidents that ended while the record didn't answer. They wait in the process until it answers again.</summary>
/// <remarks>Holds at most 1,000, of 4,000,000 characters. What is beyond that, or still waits when the process ends, is in the log
/// alone.</remarks>
internal sealed class IncidentsToRecord
{
    private const int MaxWaiting = 1_000;
    private const long MaxCharacters = 4_000_000; // two bytes each

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Id, IncidentOutcome Outcome), Waiting> _waiting = [];

    /// <summary>Keeps an incident.</summary>
    /// <param name="ended">The incident.</param>
    /// <param name="lease">The lease under which people are notified of it.</param>
    public void Keep(Incident ended, string lease)
    {
        lock (_lock)
        {
            var characters = _waiting.Values.Sum(waiting => IncidentSize.Characters(waiting.Incident)) + IncidentSize.Characters(ended);
            if (_waiting.Count < MaxWaiting && characters <= MaxCharacters)
            {
                _waiting[(ended.Id, ended.Outcome)] = new(ended, lease, IsNotified: false);
            }
        }
    }

    /// <summary>Notes that people were notified of an incident, if it waits.</summary>
    public void NoteNotified(Incident ended)
    {
        lock (_lock)
        {
            if (_waiting.TryGetValue((ended.Id, ended.Outcome), out var waiting))
            {
                _waiting[(ended.Id, ended.Outcome)] = waiting with { IsNotified = true };
            }
        }
    }

    /// <summary>What waits now.</summary>
    public IReadOnlyList<Waiting> All()
    {
        lock (_lock)
        {
            return [.. _waiting.Values];
        }
    }

    /// <summary>An incident waits no longer.</summary>
    public void Remove(Waiting recorded)
    {
        lock (_lock)
        {
            _waiting.Remove((recorded.Incident.Id, recorded.Incident.Outcome));
        }
    }

    /// <summary>An incident that isn't recorded yet.</summary>
    /// <param name="Incident">The incident.</param>
    /// <param name="Lease">The lease under which people are notified of it.</param>
    /// <param name="IsNotified">Whether people were notified meanwhile.</param>
    internal sealed record Waiting(Incident Incident, string Lease, bool IsNotified);
}
