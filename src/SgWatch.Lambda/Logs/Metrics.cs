using SgWatch.Guard;
using SgWatch.Incidents;

namespace SgWatch.Lambda.Logs;

/// <summary>Writes an invocation's numbers as a log line from which CloudWatch makes metrics: namespace SgWatch, no dimensions.</summary>
/// <remarks>Source: CloudWatch User Guide, "Specification: Embedded metric format": at most 100 values of a metric in a line.</remarks>
internal static class Metrics
{
    private const int MaxValues = 100;

    /// <summary>Writes <c>Reverted</c>, <c>Failed</c> (groups), <c>Ignored</c> (messages); <c>Unsent</c> where a machine couldn't be told of something;
    /// <c>SweepCompleted</c> where sweeps saw every group of an account and region; and for every group closed <c>EventToRevertMs</c>: from the call
    /// that opened it, by AWS's clock to the second, to the group seen to comply.</summary>
    public static void Write(LogWriter log, GuardResponse answer, DateTimeOffset now)
    {
        (string Name, int Value)[] counts = [
            ("Reverted", answer.Groups.Count(group => group.Outcome == GuardOutcome.Reverted)),
            ("Failed", answer.Groups.Count(group => group.Outcome == GuardOutcome.Failed) + (answer.NotificationFailure is null ? 0 : 1)),
            ("Ignored", answer.IgnoredReasons.Length),
            .. answer.IntegrationFailure is null ? Array.Empty<(string, int)>() : [("Unsent", 1)],
            .. answer.SweepsCompleted > 0 ? [("SweepCompleted", answer.SweepsCompleted)] : Array.Empty<(string, int)>()];
        var times = answer.Incidents.Where(incident => incident.Outcome == IncidentOutcome.Reverted)
            .Select(EventToRevertMs).OfType<double>().Take(MaxValues).ToList();
        log.WriteLine(json =>
        {
            json.WriteStartObject("_aws");
            json.WriteNumber("Timestamp", now.ToUnixTimeMilliseconds());
            json.WriteStartArray("CloudWatchMetrics");
            json.WriteStartObject();
            json.WriteString("Namespace", "SgWatch");
            json.WriteStartArray("Dimensions");
            json.WriteStartArray();
            json.WriteEndArray();
            json.WriteEndArray();
            json.WriteStartArray("Metrics");
            foreach (var (name, unit) in counts.Select(count => (count.Name, "Count")).Concat(times.Select(_ => ("EventToRevertMs", "Milliseconds")).Take(1)))
            {
                json.WriteStartObject();
                json.WriteString("Name", name);
                json.WriteString("Unit", unit);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            foreach (var (name, value) in counts)
            {
                json.WriteNumber(name, value);
            }
            if (times.Count > 0)
            {
                json.WriteStartArray("EventToRevertMs");
                times.ForEach(json.WriteNumberValue);
                json.WriteEndArray();
            }
        });
    }

    private static double? EventToRevertMs(Incident incident) =>
        incident.Origins.Min(origin => origin.EventTime) is { } opened ? Math.Max(0, (incident.EndedAt - opened).TotalMilliseconds) : null;
}
