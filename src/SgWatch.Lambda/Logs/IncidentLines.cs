using System.Text;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;

namespace SgWatch.Lambda.Logs;

/// <summary>Keeps each incident as JSON in the function's log, at every level, so that what was taken away can be put back.</summary>
/// <remarks>
/// A line holds at most <see cref="MaxBytes"/>, below CloudWatch Logs' 256 KB an event. A longer incident is written in parts with
/// the same id. Each part has some of the rules that were taken away, added or could not be added. It leaves out what can be read
/// elsewhere.
/// Source: CloudWatch Logs User Guide, "CloudWatch Logs quotas".
/// </remarks>
internal sealed class IncidentLines(LogWriter log) : IIncidentLog
{
    public const int MaxBytes = 200 * 1024;
    private const int RulesPerPart = 100; // below the limit even with the longest descriptions in the longest escapes
    private const int OriginsPerPart = 10;

    public Task RecordAsync(Incident incident, string? requestId, CancellationToken cancellationToken)
    {
        foreach (var part in Parts(incident))
        {
            log.WriteAlways(LogLevel.Info, requestId, "incident", json =>
            {
                if (part != incident)
                {
                    json.WriteBoolean("truncated", true);
                }
                json.WritePropertyName("incident");
                IncidentJson.Write(json, part);
            });
        }
        return Task.CompletedTask;
    }

    private static IEnumerable<Incident> Parts(Incident incident)
    {
        if (Encoding.UTF8.GetByteCount(IncidentJson.Write(incident)) <= MaxBytes)
        {
            return [incident];
        }
        var small = incident with
        {
            Before = incident.Before with { Rules = [] },
            After = null,
            Findings = [],
            Origins = [.. incident.Origins.Take(OriginsPerPart)],
            Revoked = [],
            Authorized = [],
            Unauthorized = [],
        };
        return [
            .. incident.Revoked.Chunk(RulesPerPart).Select(rules => small with { Revoked = [.. rules] }),
            .. incident.Authorized.Chunk(RulesPerPart).Select(rules => small with { Authorized = [.. rules] }),
            .. incident.Unauthorized.Chunk(RulesPerPart).Select(rules => small with { Unauthorized = [.. rules] }),
            .. (incident.Revoked, incident.Authorized, incident.Unauthorized) is ([], [], []) ? [small] : Array.Empty<Incident>()];
    }
}
