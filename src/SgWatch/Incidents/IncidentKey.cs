using System.Globalization;
using SgWatch.Changes;

namespace SgWatch.Incidents;

/// <summary>An incident's key in the record. It sorts the incidents of a group by time.</summary>
/// <remarks>Every guard that handles the same events makes the same key.</remarks>
/// <param name="Group">Account, region and group id, such as <c>111122223333/eu-west-1/sg-0123</c>.</param>
/// <param name="Sort">Time and id, such as <c>2026-08-01T11:59:50Z inc-0123456789abcdef</c>.</param>
public readonly record struct IncidentKey(string Group, string Sort)
{
    private const string Unknown = "unknown";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>An incident's key.</summary>
    public static IncidentKey Of(Incident incident) => new(
        GroupOf(incident.AccountRegion, incident.Before.GroupId),
        $"{Time(SortTime(incident))} {incident.Id}");

    /// <summary>The key of a group's whole history.</summary>
    public static string GroupOf(AccountRegion accountRegion, string groupId) =>
        $"{accountRegion.Account ?? Unknown}/{accountRegion.Region ?? Unknown}/{groupId}";

    /// <summary>A time as keys have it, to the second. The order of the texts is the order of the times.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>The time in <see cref="Sort"/>: no entry of this key is older.</summary>
    public DateTimeOffset SortedAt =>
        DateTimeOffset.ParseExact(Sort[..Sort.IndexOf(' ', StringComparison.Ordinal)], TimeFormat, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal);

    // all guards share the event's clock; an alert, and what waits, counts by the day, and what has no event, such as a sweep, by the hour.
    // A sweep may find out later who made a rule; that changes nothing.
    private static DateTimeOffset SortTime(Incident incident) => incident switch
    {
        { Outcome: IncidentOutcome.Alerted } or { Waits: not null } => incident.StartedAt.UtcDateTime.Date,
        { Undoes: not null } => incident.StartedAt,
        _ when !incident.Origins.Any(origin => origin is { EventId: null, EventTime: null }) =>
            incident.Origins.Select(origin => origin.EventTime).Min() ?? HourOf(incident),
        _ => HourOf(incident),
    };

    private static DateTimeOffset HourOf(Incident incident) => new(
        incident.StartedAt.UtcTicks - (incident.StartedAt.UtcTicks % TimeSpan.TicksPerHour), TimeSpan.Zero);
}
