using System.Globalization;
using System.Text;
using SgWatch.Text;

namespace SgWatch.Incidents;

/// <summary>Tells people that somebody, most likely a robot, puts back what the guard takes away: once when it begins, then in a digest each hour.</summary>
public static class FightNotification
{
    private const int MaxLines = 20;

    /// <summary>Who puts the rules back: the role behind a session, else the principal, else the service.</summary>
    public static string Opponent(Incident incident) => incident.Origins.Select(origin => origin.Actor).FirstOrDefault(actor => actor is not null) is { } actor
        ? actor.SessionIssuerArn ?? actor.Arn ?? actor.InvokedBy ?? "unknown"
        : "unknown";

    /// <summary>The message with which a fight begins: the incident that made it one, and what to change.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="times">How often the same rules were taken away within the hour.</param>
    public static Notification For(Incident incident, int times) => Write(
        $"SgWatch: a fight over {SafeText.Line(incident.Before.GroupId, 24)} in {SafeText.Line(incident.Region ?? "its region", 20)}",
        $"The same rules were put into this group again and again, {times} times within an hour.\nSgWatch goes on taking them away, but no longer sends a message for each: from now\non one digest an hour, until it ends.",
        [incident]);

    /// <summary>The digest of what was taken away since the last message.</summary>
    /// <param name="incidents">The incidents of one fight, oldest first; at least one.</param>
    public static Notification Digest(IReadOnlyList<Incident> incidents) => Write(
        $"SgWatch: {incidents.Count} more times: the fight over {SafeText.Line(incidents[0].Before.GroupId, 24)} in {SafeText.Line(incidents[0].Region ?? "its region", 20)}",
        $"What SgWatch took away from this group was put back, and taken away again, {incidents.Count} times\nsince the last message.",
        incidents);

    private static Notification Write(string subject, string head, IReadOnlyList<Incident> incidents)
    {
        var first = incidents[0];
        var rules = incidents.SelectMany(incident => incident.Revoked).CountBy(rule => rule.ToString()).ToList();
        var text = new StringBuilder(head).Append("\n\n");
        Row(text, "Group", $"{first.Before.GroupId} ({first.Before.GroupName}){(first.Before.VpcId is { } vpc ? $" in {vpc}" : "")}");
        Row(text, "Account", $"{first.Account ?? "unknown"}, {first.Region ?? "unknown region"}");
        Row(text, "By", Opponent(first));
        Row(text, "From", string.Create(CultureInfo.InvariantCulture, $"{incidents.Min(i => i.EndedAt):yyyy-MM-dd HH:mm:ss}Z to {incidents.Max(i => i.EndedAt):yyyy-MM-dd HH:mm:ss}Z"));
        text.Append("\nWhat was taken away\n");
        foreach (var (rule, times) in rules.Take(MaxLines))
        {
            text.Append("  ").Append(SafeText.Line(rule)).Append(incidents.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $"  ({times} times)") : "").Append('\n');
        }
        if (rules.Count > MaxLines)
        {
            text.Append(CultureInfo.InvariantCulture, $"  ... and {rules.Count - MaxLines} more; the incidents have them all\n");
        }
        text.Append("""

            A robot seems to put the rules back: a Kubernetes controller, a Terraform run, a
            deployment. Change them where it has them from. Or, if it is right, have the
            policy allow them, or exempt the group until a day.

            """).Append('\n');
        foreach (var incident in incidents.Take(MaxLines))
        {
            Row(text, "Incident", incident.Id);
        }
        return new("sgwatch.fight", subject, text.ToString(), JsonOutput.ObjectText(json =>
        {
            json.WriteString("schema", "sgwatch.fight/1");
            json.WriteString("group", first.Before.GroupId);
            json.WriteOptional("account", first.Account);
            json.WriteOptional("region", first.Region);
            json.WriteString("opponent", Opponent(first));
            json.WriteStartArray("rules");
            foreach (var (rule, times) in rules)
            {
                json.WriteStartObject();
                json.WriteString("rule", rule);
                json.WriteNumber("times", times);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteStrings("incidents", incidents.Select(incident => incident.Id));
        }));
    }

    private static void Row(StringBuilder text, string name, string value) => text.Append(name.PadRight(9)).Append(SafeText.Line(value)).Append('\n');
}
