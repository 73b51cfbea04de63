using System.Globalization;
using System.Text;
using System.Text.Json;
using SgWatch.Aws.Findings;
using SgWatch.Incidents;
using SgWatch.Text;

namespace SgWatch.Aws.Sns;

/// <summary>Writes a notification as the custom notification that Amazon Q Developer shows in Slack and Microsoft Teams.</summary>
/// <remarks>
/// Text from an event or a group stands between backquotes. It has no backquote itself, and nothing that a chat reads as a mention or a
/// link. The messages of one group form one thread. Sources: Amazon Q Developer in chat applications administrator guide, "Custom
/// notifications"; Slack, "Reference: blocks": a text has at most 3,000 characters.
/// </remarks>
internal static class ChatMessage
{
    private const int MaxDescriptionLength = 2500;
    private const int MaxRules = 5;
    private const int MaxFindings = 3;
    private const int MaxKeywords = 5;

    public static string Write(Notification notification) => JsonOutput.ObjectText(json =>
    {
        var incident = notification.Incident;
        json.WriteString("version", "1.0");
        json.WriteString("source", "custom");
        json.WriteOptional("id", incident?.Id);
        json.WriteObject("content", json =>
        {
            json.WriteString("textType", "client-markdown");
            json.WriteString("title", SafeText.ChatText(notification.Subject));
            json.WriteString("description", Cut(Description(notification)));
            if (incident is not null)
            {
                json.WriteStrings("nextSteps", NextSteps(incident));
                json.WriteStrings("keywords", Keywords(incident));
            }
        });
        json.WriteObject("metadata", json =>
        {
            json.WriteString("eventType", notification.Kind);
            json.WriteString("summary", SafeText.ChatText(notification.Subject));
            if (incident is not null)
            {
                Metadata(json, incident);
            }
        });
    });

    private static void Metadata(Utf8JsonWriter json, Incident incident)
    {
        var group = GroupArn.Of(incident);
        json.WriteString("threadId", group);
        json.WriteStrings("relatedResources", [group]);
        json.WriteObject("additionalContext", json =>
        {
            json.WriteString("incident", incident.Id);
            json.WriteString("outcome", JsonOutput.Word(incident.Outcome));
            json.WriteOptional("account", incident.Account);
            json.WriteOptional("region", incident.Region);
            json.WriteString("group", incident.Before.GroupId);
            json.WriteString("version", ProductVersion.Text);
        });
    }

    private static IEnumerable<string> Keywords(Incident incident) =>
        [JsonOutput.Word(incident.Outcome), .. incident.Findings.Select(finding => finding.Guardrail.Name).Distinct().Take(MaxKeywords)];

    private static string Description(Notification notification) =>
        notification.Incident is { } incident ? Describe(incident) : $"```\n{SafeText.ChatText(notification.Text)}\n```";

    private static string Describe(Incident incident)
    {
        var text = new StringBuilder();
        Row(text, "Group", $"{incident.Before.GroupId} ({incident.Before.GroupName})");
        Row(text, "Account", $"{incident.Account ?? "unknown"}, {incident.Region ?? "unknown region"}");
        if (incident.MadeBy is { } origin)
        {
            Row(text, "Event", origin.EventName);
            Row(text, "By", origin.Actor?.Arn ?? origin.Actor?.InvokedBy ?? "unknown");
        }
        List(text, "Revoked", incident.Revoked.Select(rule => rule.ToString()), MaxRules);
        List(text, "Added", incident.Authorized.Select(rule => rule.ToString()), MaxRules);
        List(text, "Could not be added", incident.Unauthorized.Select(rule => rule.ToString()), MaxRules);
        List(text, "Why", incident.Findings.Select(finding => $"{finding.Guardrail.Name}: {finding.Why}"), MaxFindings);
        if (incident.Failure is { } failure)
        {
            Row(text, "Failed", $"{failure.Operation}: {failure.Code}");
        }
        return text.ToString().TrimEnd();
    }

    private static string[] NextSteps(Incident incident) => incident.Outcome switch
    {
        IncidentOutcome.Reverted => ["Was it meant to be open? Narrow the rule, or let the policy allow it until a date.", Show(incident)],
        IncidentOutcome.Alerted => ["Remove the rules yourself, or change the policy so that it allows them."],
        IncidentOutcome.Undone => ["The guard judges the restored rules like any other change. Add an exemption if they have to stay."],
        _ when incident.LacksOnlyAdditions =>
            ["Permitted traffic may be cut. Fix what failed, then add the missing rules.", Show(incident)],
        _ => ["Close the group by hand now, then fix what failed.", Show(incident)],
    };

    private static string Show(Incident incident) => $"`sgwatch incidents show {incident.Id}`";

    private static void Row(StringBuilder text, string name, string value) =>
        text.Append(name).Append(": ").Append(SafeText.ChatCode(value)).Append('\n');

    private static void List(StringBuilder text, string title, IEnumerable<string> lines, int most)
    {
        List<string> all = [.. lines];
        if (all.Count == 0)
        {
            return;
        }
        text.Append(title).Append(":\n");
        foreach (var line in all.Take(most))
        {
            text.Append("- ").Append(SafeText.ChatCode(line)).Append('\n');
        }
        if (all.Count > most)
        {
            text.Append(CultureInfo.InvariantCulture, $"- and {all.Count - most} more\n");
        }
    }

    private static string Cut(string text)
    {
        if (text.Length <= MaxDescriptionLength)
        {
            return text;
        }
        var whole = text[..text.LastIndexOf('\n', MaxDescriptionLength)];
        return whole + (whole.StartsWith("```", StringComparison.Ordinal) ? "\n...\n```" : "\n...");
    }
}
