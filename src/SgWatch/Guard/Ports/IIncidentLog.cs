using SgWatch.Incidents;

namespace SgWatch.Guard.Ports;

/// <summary>Keeps what happened.</summary>
public interface IIncidentLog
{
    /// <summary>Records an incident that has ended.</summary>
    Task RecordAsync(Incident incident, CancellationToken cancellationToken);
}
