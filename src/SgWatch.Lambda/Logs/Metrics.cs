using System.Text.Json;
using SgWatch.Guard;
using SgWatch.Incidents;
using SgWatch.Text;

namespace SgWatch.Lambda.Logs;

/// <summary>Writes an invocation's numbers as a log line from which CloudWatch makes metrics: namespace SgWatch, no dimensions.</summary>
/// <remarks>Source: CloudWatch User Guide, "Specification: Embedded metric format": at most 100 values of a metric in a line.</remarks>
internal static class Metrics
{
    private const int MaxValues = 100;

    /// <summary>Writes the numbers.</summary>
    /// <remarks>
    /// <c>Reverted</c> and <c>Failed</c> count groups, <c>Ignored</c> counts messages. <c>Unsent</c> is 1 if a message to an integration
    /// could not be sent. <c>MemoryRestored</c> counts memories that were filled again from their copies.
    /// <c>SweepCompleted</c> counts sweeps that saw every group of their account and region. <c>EventToRevertMs</c> has a value for each
    /// reverted group: from the call that opened it, by AWS's clock to the second, until the group was seen to comply.
    /// </remarks>
    public static void Write(LogWriter log, GuardResponse response, DateTimeOffset now)
    {
        int Groups(GuardOutcome outcome) => response.Groups.Count(group => group.Outcome == outcome);

        (string Name, int Value)[] counts = [
            ("Reverted", Groups(GuardOutcome.Reverted)),
            ("Failed", Groups(GuardOutcome.Failed) + (response.NotificationFailure is null ? 0 : 1)),
            ("Ignored", response.IgnoredReasons.Length),
            .. response.IntegrationFailure is null ? Array.Empty<(string, int)>() : [("Unsent", 1)],
            .. response.MemoriesRestored > 0 ? [("MemoryRestored", response.MemoriesRestored)] : Array.Empty<(string, int)>(),
            .. response.SweepsCompleted > 0 ? [("SweepCompleted", response.SweepsCompleted)] : Array.Empty<(string, int)>()];
        var times = response.Incidents.Where(incident => incident.Outcome == IncidentOutcome.Reverted)
            .Select(EventToRevertMs).OfType<double>().Take(MaxValues).ToList();
        (string Name, string Unit)[] units = [
            .. counts.Select(count => (count.Name, "Count")),
            .. times.Count > 0 ? [("EventToRevertMs", "Milliseconds")] : Array.Empty<(string, string)>()];
        log.WriteLine(json =>
        {
            json.WriteObject("_aws", aws => WriteDirective(aws, units, now));
            foreach (var (name, value) in counts)
            {
                json.WriteNumber(name, value);
            }
            if (times.Count > 0)
            {
                json.WriteArray("EventToRevertMs", times, static (array, value) => array.WriteNumberValue(value));
            }
        });
    }

    // what the numbers of the line are
    private static void WriteDirective(Utf8JsonWriter json, (string Name, string Unit)[] units, DateTimeOffset now)
    {
        string[][] noDimensions = [[]];
        json.WriteNumber("Timestamp", now.ToUnixTimeMilliseconds());
        json.WriteObjects("CloudWatchMetrics", [units], (directive, metrics) =>
        {
            directive.WriteString("Namespace", "SgWatch");
            directive.WriteArray("Dimensions", noDimensions, static (array, dimensions) => array.WriteStrings(dimensions));
            directive.WriteObjects("Metrics", metrics, static (metric, unit) =>
            {
                metric.WriteString("Name", unit.Name);
                metric.WriteString("Unit", unit.Unit);
            });
        });
    }

    private static double? EventToRevertMs(Incident incident) =>
        incident.Origins.Min(origin => origin.EventTime) is { } opened ? Math.Max(0, (incident.EndedAt - opened).TotalMilliseconds) : null;
}
