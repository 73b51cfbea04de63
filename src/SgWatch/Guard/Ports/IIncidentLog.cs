using SgWatch.Incidents;

namespace SgWatch.Guard.Ports;

/// <summary>Keeps what happened, beside the record: the guard writes here before it notifies people.</summary>
public interface IIncidentLog
{
    /// <summary>Writes an incident that has ended.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="requestId">The invocation that ended it; null if it has no id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task RecordAsync(Incident incident, string? requestId, CancellationToken cancellationToken);
}
