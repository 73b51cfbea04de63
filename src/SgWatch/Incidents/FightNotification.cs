using System.Globalization;
using System.Text.Json;
using SgWatch.Rules;
using SgWatch.Text;
using Entry = SgWatch.Incidents.MessageBuilder.Entry;

namespace SgWatch.Incidents;

/// <summary>The messages about a fight: somebody, most likely a program, puts back what the guard takes away.</summary>
/// <remarks>One message when the fight begins, then a digest each hour until it ends.</remarks>
public static class FightNotification
{
    private const int MaxEntries = 20;
    private const string Rest = "the incidents have them all";

    /// <summary>Who puts the rules back: the role behind a session, else the principal, else the service.</summary>
    public static string Opponent(Incident incident) => incident.MadeBy?.Actor?.Principal
        ?? incident.Origins.Select(origin => origin.Actor?.Principal).FirstOrDefault(principal => principal is not null)
        ?? "unknown";

    /// <summary>Who puts one rule back. If nobody knows who made it, it is the incident's opponent.</summary>
    public static string Opponent(Incident incident, SecurityGroupRule rule) =>
        incident.MakerOf(rule)?.Actor?.Principal ?? Opponent(incident);

    /// <summary>The message when a fight begins.</summary>
    /// <param name="incident">The incident that made it a fight.</param>
    /// <param name="times">How often the same rules were taken away within the hour.</param>
    public static Notification For(Incident incident, int times) => Write(
        $"SgWatch: a fight over {Where(incident)}",
        string.Create(CultureInfo.InvariantCulture, $"""
            The same rules were added to this group {times} times within an hour. SgWatch took them away each time, and goes on doing so.
            It no longer sends a message for each time. It sends one digest an hour until the fight ends.
            """),
        [incident]);

    /// <summary>The digest of what was taken away since the last message.</summary>
    /// <param name="incidents">The incidents of one fight, the oldest first. At least one.</param>
    public static Notification Digest(IReadOnlyList<Incident> incidents) => Write(
        $"SgWatch: {incidents.Count} more times: the fight over {Where(incidents[0])}",
        string.Create(CultureInfo.InvariantCulture, $"""
            Since the last message, the rules came back {incidents.Count} times. SgWatch took them away each time.
            """),
        incidents);

    private static Notification Write(string subject, string headline, IReadOnlyList<Incident> incidents)
    {
        var first = incidents[0];
        var rules = incidents.SelectMany(incident => incident.Revoked).CountBy(rule => rule.ToString()).ToList();
        var message = new MessageBuilder().Paragraph(headline).Group(first);
        foreach (var opponent in incidents.SelectMany(Opponents).Distinct().Take(MaxEntries))
        {
            message.Row("By", opponent);
        }
        message.Row("When", $"{Time(incidents.Min(incident => incident.EndedAt))} to {Time(incidents.Max(incident => incident.EndedAt))}");
        message.Section("What was taken away", rules.Select(rule => RuleEntry(rule, incidents.Count)), MaxEntries, Rest);
        message.Paragraph("""
            A program seems to add the rules again, such as a Kubernetes controller, a Terraform run or a deployment. Change them at their
            source. If the rules are right, let the policy allow them, or exempt the group until a date.
            """);
        foreach (var incident in incidents.Take(MaxEntries))
        {
            message.Row("Incident", incident.Id);
        }
        return Notification.Of("sgwatch.fight", subject, message, json => Write(json, incidents, rules));
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<Incident> incidents, List<KeyValuePair<string, int>> rules)
    {
        var first = incidents[0];
        json.WriteString("group", first.Before.GroupId);
        json.WriteOptional("account", first.Account);
        json.WriteOptional("region", first.Region);
        json.WriteString("opponent", Opponent(first));
        json.WriteObjects("rules", rules, static (json, rule) =>
        {
            json.WriteString("rule", rule.Key);
            json.WriteNumber("times", rule.Value);
        });
        json.WriteStrings("incidents", incidents.Select(incident => incident.Id));
    }

    private static IEnumerable<string> Opponents(Incident incident) =>
        incident.Revoked.Select(rule => Opponent(incident, rule)).Append(Opponent(incident));

    private static string Where(Incident incident) =>
        $"{SafeText.Line(incident.Before.GroupId, 24)} in {SafeText.Line(incident.Region ?? "its region", 20)}";

    private static string Time(DateTimeOffset time) => string.Create(CultureInfo.InvariantCulture, $"{time:yyyy-MM-dd HH:mm:ss}Z");

    // how often says something only if there are several incidents
    private static Entry RuleEntry(KeyValuePair<string, int> rule, int incidents) =>
        new(incidents > 1 ? string.Create(CultureInfo.InvariantCulture, $"{rule.Key}  ({rule.Value} times)") : rule.Key);
}
