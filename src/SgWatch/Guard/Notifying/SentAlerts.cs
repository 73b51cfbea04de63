using SgWatch.Incidents;

namespace SgWatch.Guard.Notifying;

/// <summary>Remembers which alerts were sent, so that a doubled event or the next sweep doesn't send them again within a day.</summary>
/// <remarks>Holds at most 10,000 alerts, for as long as the process lives; past that it forgets all, and tells again.</remarks>
internal sealed class SentAlerts(TimeProvider time)
{
    private const int MaxAlerts = 10_000;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _told = [];

    /// <summary>Whether this alert was sent within the last day.</summary>
    public bool IsTold(Incident incident)
    {
        lock (_lock)
        {
            return _told.TryGetValue(Key(incident), out var at) && time.GetUtcNow() - at < Day;
        }
    }

    /// <summary>Remembers that this alert was sent.</summary>
    public void Remember(Incident incident)
    {
        lock (_lock)
        {
            if (_told.Count >= MaxAlerts)
            {
                _told.Clear();
            }
            _told[Key(incident)] = time.GetUtcNow();
        }
    }

    // the cause is left out: it is the same alert, whatever made the guard look
    private static string Key(Incident incident) => IncidentId.Of(incident.Before, [], incident.Findings);
}
