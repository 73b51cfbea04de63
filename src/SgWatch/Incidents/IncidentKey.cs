using System.Globalization;
using SgWatch.Changes;

namespace SgWatch.Incidents;

/// <summary>Where an incident stands in the record: below its group, by time.</summary>
/// <param name="Group">Account, region and group id, such as <c>111122223333/eu-west-1/sg-0123</c>.</param>
/// <param name="Sort">Time and id, such as <c>2026-08-01T11:59:50Z inc-0123456789abcdef</c>: the same for every guard that handles the same events.</param>
public readonly record struct IncidentKey(string Group, string Sort)
{
    private const string Unknown = "unknown";

    public static IncidentKey Of(Incident incident) => new(
        GroupOf(incident.AccountRegion, incident.Before.GroupId),
        $"{Time(SortTime(incident))} {incident.Id}");

    /// <summary>The key of a group's whole history.</summary>
    public static string GroupOf(AccountRegion accountRegion, string groupId) =>
        $"{accountRegion.Account ?? Unknown}/{accountRegion.Region ?? Unknown}/{groupId}";

    /// <summary>A time as keys have it, to the second: their order is that of time.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    // by the event's clock, which all guards share; an alert once a day, and what has no event, as a sweep, by the hour
    private static DateTimeOffset SortTime(Incident incident) => incident switch
    {
        { Outcome: IncidentOutcome.Alerted } => incident.StartedAt.UtcDateTime.Date,
        { Undoes: not null } => incident.StartedAt,
        _ => incident.Origins.Select(origin => origin.EventTime).Min()
            ?? new DateTimeOffset(incident.StartedAt.UtcTicks - (incident.StartedAt.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero),
    };
}
