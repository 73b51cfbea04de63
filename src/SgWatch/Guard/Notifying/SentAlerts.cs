using SgWatch.Incidents;

namespace SgWatch.Guard.Notifying;

/// <summary>
/// Remembers which alerts this process sent, so that a repeated event or the next sweep doesn't send them again within 24 hours.
/// </summary>
/// <remarks>Holds at most 10,000 alerts, for as long as the process lives; past that it forgets all, and sends again.</remarks>
internal sealed class SentAlerts(TimeProvider time)
{
    private const int MaxAlerts = 10_000;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _sentAt = [];

    /// <summary>True if this process sent this alert in the last 24 hours.</summary>
    public bool WasSent(Incident incident)
    {
        lock (_lock)
        {
            return _sentAt.TryGetValue(Key(incident), out var at) && time.GetUtcNow() - at < Day;
        }
    }

    /// <summary>Remembers that this alert was sent.</summary>
    public void Remember(Incident incident)
    {
        lock (_lock)
        {
            if (_sentAt.Count >= MaxAlerts)
            {
                _sentAt.Clear();
            }
            _sentAt[Key(incident)] = time.GetUtcNow();
        }
    }

    // without the events: it is the same alert, whatever caused the inspection
    private static string Key(Incident incident) => IncidentId.Of(incident.Before, [], incident.Findings);
}
