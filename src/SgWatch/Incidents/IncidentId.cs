using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SgWatch.Changes;
using SgWatch.Rules;
using SgWatch.Verdicts;

namespace SgWatch.Incidents;

/// <summary>Makes an incident's id from what it is about. A retry, and a second guard, get the id of the first.</summary>
public static class IncidentId
{
    private const string Prefix = "inc-";
    private const int HashBytes = 8;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>The id for a group and the events that led there.</summary>
    /// <remarks>
    /// The findings count only if an event has no id of its own, as at a sweep. Of two guards that handle one event, the later one
    /// may find less, because the earlier one has already changed the group.
    /// </remarks>
    public static string Of(SecurityGroup group, IReadOnlyCollection<Origin> origins, IEnumerable<Finding> findings) =>
        origins.Count > 0 && origins.All(origin => origin.EventId is not null)
            ? Hash([.. Parts(group), .. Sorted(origins.Select(origin => origin.EventId!))])
            : Hash([.. Parts(group), .. Sorted(origins.Select(Text)), .. Sorted(findings.Select(Text))]);

    /// <summary>The id of an alert: the same for the same findings all day (UTC), whatever caused the inspection.</summary>
    public static string OfAlert(SecurityGroup group, IEnumerable<Finding> findings, DateTimeOffset now)
    {
        var day = now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return Hash([.. Parts(group), day, .. Sorted(findings.Select(Text))]);
    }

    /// <summary>The id of a change that waits: the same for the same findings all day (UTC), whatever caused the inspection.</summary>
    public static string OfWaiting(SecurityGroup group, IEnumerable<Finding> findings, DateTimeOffset now) =>
        Hash([OfAlert(group, findings, now), "waits"]);

    /// <summary>The id that follows one that is taken: by an earlier incident of the same events, or by the one that is undone.</summary>
    public static string After(string id) => Hash([id, "after"]);

    /// <summary>Whether a text has the form of an id: <c>inc-</c> and 16 hexadecimal digits.</summary>
    public static bool IsOne(string text) => text.Length == Prefix.Length + (2 * HashBytes)
        && text.StartsWith(Prefix, StringComparison.Ordinal) && text.AsSpan(Prefix.Length).IndexOfAnyExcept(Digits) < 0;

    private static IEnumerable<string?> Parts(SecurityGroup group) => [group.OwnerId, group.Region, group.GroupId];

    private static string Text(Origin origin) => origin.EventId ?? $"{origin.EventName} {origin.EventTime:O}";

    private static string Text(Finding finding)
    {
        var what = finding.Rule?.ToString() ?? finding.Witness?.ToString();
        return $"{finding.Guardrail.Name} {finding.Rule?.SecurityGroupRuleId} {what}";
    }

    private static IEnumerable<string> Sorted(IEnumerable<string> parts) => parts.Order(StringComparer.Ordinal);

    private static string Hash(IEnumerable<string?> parts) =>
        $"{Prefix}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))), 0, HashBytes)}";
}
