using System.Globalization;
using System.Text.Json;
using SgWatch.Incidents;
using SgWatch.Text;

namespace SgWatch.Reports;

/// <summary>One incident: the mail about it and the calls that were made, or the document <c>sgwatch.incident/1</c>.</summary>
/// <param name="incident">The incident.</param>
public sealed class IncidentReport(Incident incident) : IReport
{
    /// <inheritdoc/>
    public void WriteText(TextWriter output)
    {
        output.Write(IncidentNotification.For(incident).Text);
        if (incident.Calls.IsEmpty)
        {
            return;
        }
        output.Write("\nCalls\n");
        foreach (var call in incident.Calls)
        {
            var at = call.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
            output.Write($"  {at}Z  {call.Operation} {string.Join(' ', call.Rules)}: {SafeText.Line(call.Answer)}\n");
        }
    }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json) => IncidentJson.Write(json, incident);
}
