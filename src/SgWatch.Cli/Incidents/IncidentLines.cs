using System.Globalization;
using SgWatch.Incidents;
using SgWatch.Text;
using SgWatch.Verdicts;

namespace SgWatch.Cli.Incidents;

/// <summary>Incidents as lines of a table, for people.</summary>
internal static class IncidentLines
{
    private const int MaxActorLength = 60;

    /// <summary>The table: a head, and a line for each incident.</summary>
    public static IEnumerable<string> Write(IEnumerable<IncidentEntry> entries) =>
        [Line("BEGAN (UTC)", "INCIDENT", "OUTCOME", "GROUP", "TOOK", "ADDED", "BY"), .. entries.Select(Line)];

    private static string Line(IncidentEntry entry)
    {
        var incident = entry.Incident;
        return Line(
            incident.StartedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            incident.Id,
            FindingJson.Word(incident.Outcome),
            SafeText.Line($"{incident.Account}/{incident.Region}/{incident.Before.GroupId}"),
            $"{incident.Revoked.Length}",
            $"{incident.Authorized.Length}",
            SafeText.Line(incident.Undoes is { } undone ? $"undo of {undone}" : Who(incident), MaxActorLength));
    }

    private static string Who(Incident incident) =>
        incident.Origins.FirstOrDefault() is { } origin ? origin.Actor?.Arn ?? origin.Actor?.InvokedBy ?? origin.EventName : "";

    private static string Line(string began, string id, string outcome, string group, string took, string added, string by) =>
        $"{began,-19}  {id,-20}  {outcome,-8}  {group,-47}  {took,4}  {added,5}  {by}".TrimEnd();
}
