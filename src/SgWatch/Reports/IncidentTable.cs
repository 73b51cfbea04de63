using System.Globalization;
using System.Text.Json;
using SgWatch.Incidents;
using SgWatch.Text;

namespace SgWatch.Reports;

/// <summary>A list of incidents: a table with a line for each, or the document <c>sgwatch.incidents/1</c>.</summary>
/// <param name="incidents">The incidents, in the order in which they are listed.</param>
public sealed class IncidentTable(IReadOnlyCollection<Incident> incidents) : IReport
{
    private const int MaxActorLength = 60;

    /// <inheritdoc/>
    public void WriteText(TextWriter output)
    {
        output.WriteLine(Line("BEGAN (UTC)", "INCIDENT", "OUTCOME", "GROUP", "TOOK", "ADDED", "BY"));
        foreach (var incident in incidents)
        {
            output.WriteLine(Line(incident));
        }
    }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json) => json.WriteObject(json =>
    {
        json.WriteString("schema", "sgwatch.incidents/1");
        json.WriteArray("incidents", incidents, IncidentJson.Write);
    });

    private static string Line(Incident incident) => Line(
        incident.StartedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        incident.Id,
        JsonOutput.Word(incident.Outcome),
        SafeText.Line($"{incident.Account}/{incident.Region}/{incident.Before.GroupId}"),
        $"{incident.Revoked.Length}",
        $"{incident.Authorized.Length}",
        SafeText.Line(incident.Undoes is { } undone ? $"undo of {undone}" : Actor(incident), MaxActorLength));

    private static string Actor(Incident incident) =>
        incident.MadeBy is { } origin ? origin.Actor?.Arn ?? origin.Actor?.InvokedBy ?? origin.EventName : "";

    private static string Line(string began, string id, string outcome, string group, string took, string added, string by) =>
        $"{began,-19}  {id,-20}  {outcome,-8}  {group,-47}  {took,4}  {added,5}  {by}".TrimEnd();
}
