using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SgWatch.Changes;
using SgWatch.Rules;
using SgWatch.Verdicts;

namespace SgWatch.Incidents;

/// <summary>Makes an incident's id from what it is about, so that a second try, and a second guard, has the id of the first.</summary>
public static class IncidentId
{
    /// <summary>The id for a group and the events that led there; where an event has no id of its own, as a sweep, also for what was found.</summary>
    /// <remarks>What was found isn't part of it else: of two guards that handle one event, the later may see what the earlier left.</remarks>
    public static string Of(SecurityGroup group, IReadOnlyCollection<Origin> origins, IEnumerable<Finding> findings) =>
        origins.Count > 0 && origins.All(origin => origin.EventId is not null)
            ? Hash([.. Place(group), .. origins.Select(origin => origin.EventId!).Order(StringComparer.Ordinal)])
            : Hash([.. Place(group), .. origins.Select(o => o.EventId ?? $"{o.EventName} {o.EventTime:O}").Order(StringComparer.Ordinal), .. Texts(findings)]);

    /// <summary>The id of an alert: the same for the same findings all day (UTC), whatever made the guard look.</summary>
    public static string OfAlert(SecurityGroup group, IEnumerable<Finding> findings, DateTimeOffset now) =>
        Hash([.. Place(group), now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), .. Texts(findings)]);

    /// <summary>The id that follows one which is taken: by an earlier incident of the same events, or for its undoing.</summary>
    public static string After(string id) => Hash([id, "after"]);

    private static IEnumerable<string?> Place(SecurityGroup group) => [group.OwnerId, group.Region, group.GroupId];

    private static IEnumerable<string> Texts(IEnumerable<Finding> findings) => findings
        .Select(f => $"{f.Guardrail.Name} {f.Rule?.SecurityGroupRuleId} {f.Rule?.ToString() ?? f.Witness?.ToString()}").Order(StringComparer.Ordinal);

    private static string Hash(IEnumerable<string?> parts) =>
        $"inc-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))), 0, 8)}";
}
