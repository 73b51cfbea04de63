using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using SgWatch.Changes;
using SgWatch.Rules;
using SgWatch.Text;
using SgWatch.Verdicts;

namespace SgWatch.Incidents;

/// <summary>How an incident reads to a person: who, what, where, what was undone, what stayed, why, and how to have it otherwise.</summary>
public static class IncidentNotification
{
    private const int MaxSubjectLength = 99; // SNS: "less than 100 characters long"
    private const int MaxLines = 50; // of each list; the JSON has them all

    /// <summary>The message for an incident that has ended.</summary>
    public static Notification For(Incident incident) =>
        new("sgwatch.incident", Subject(incident), Text(incident), IncidentJson.Write(incident)) { Incident = incident };

    private static string Subject(Incident incident)
    {
        var rule = incident.Revoked.FirstOrDefault() ?? incident.Findings.FirstOrDefault()?.Rule;
        var did = incident.Outcome switch
        {
            IncidentOutcome.Reverted => "closed",
            IncidentOutcome.Alerted => "alert:",
            IncidentOutcome.Undone => "undid",
            _ => "FAILED on",
        };
        var subject = $"SgWatch {did} {SafeText.Line(incident.Before.GroupId, 24)} in {SafeText.Line(incident.Region ?? "its region", 20)}"
            + (rule is null ? "" : $": {SafeText.Line(rule.ToString(), 90)}");
        return subject.Length <= MaxSubjectLength ? subject : $"{subject[..(MaxSubjectLength - 3)]}...";
    }

    private static string Text(Incident incident)
    {
        var text = new StringBuilder();
        text.Append(Headline(incident)).Append("\n\n");
        Row(text, "Group", $"{incident.Before.GroupId} ({incident.Before.GroupName})"
            + (incident.Before.VpcId is { } vpc ? $" in {vpc}" : ""));
        Row(text, "Account", $"{incident.Account ?? "unknown"}, {incident.Region ?? "unknown region"}");
        foreach (var origin in incident.Origins.Take(MaxLines))
        {
            Who(text, origin);
        }
        More(text, incident.Origins.Length);

        Section(text, "What was wrong", incident.Findings.Select(finding => new Entry(
            finding.Rule is { } rule ? Line(rule) : $"no rule for {finding.Witness}", $"{JsonOutput.Word(finding.Guardrail.Severity)}: {finding.Guardrail.Name}: {finding.Why}{LeftAlone(finding)}")));
        Section(text, "What was taken away", incident.Revoked.Select(rule => new Entry(Line(rule))));
        Section(text, "What was added", incident.Authorized.Select(rule => new Entry(Line(rule))));
        if (incident.Failure is { } failure)
        {
            text.Append("\nWhat failed\n  ").Append(SafeText.Line($"{failure.Operation}: {failure.Code}: {failure.Message}")).Append('\n');
        }
        Section(text, incident.After is null ? "What stands in the group (not read again)" : "What stayed", (incident.After ?? incident.Before).Rules
            .Where(rule => incident.After is not null || !incident.Revoked.Contains(rule))
            .Select(rule => new Entry(Line(rule))), ifNone: "no rule");

        text.Append('\n').Append(Advice(incident)).Append("\n\n");
        Row(text, "Incident", incident.Id);
        Row(text, "Policy", $"{incident.PolicySource} {incident.PolicySha256[..Math.Min(12, incident.PolicySha256.Length)]}, mode {JsonOutput.Word(incident.Mode)}");
        Row(text, "Time", Timing(incident));
        return text.ToString();
    }

    private static string Headline(Incident incident) => incident.Outcome switch
    {
        IncidentOutcome.Reverted => "A security group was opened against the policy. SgWatch closed it again.",
        IncidentOutcome.Alerted => "A security group stands against the policy. SgWatch changed nothing and asks you to look.",
        IncidentOutcome.Undone => "Somebody had SgWatch put back what it had taken away.",
        _ when incident.Revoked.IsEmpty => "A security group stands open against the policy, and SgWatch could NOT close it.",
        _ => "A security group was opened against the policy, and SgWatch could close it only in PART.",
    };

    private static void Who(StringBuilder text, Origin origin)
    {
        Row(text, "Event", $"{origin.EventName}{(origin.EventId is { } id ? $" {id}" : "")}{(origin.EventTime is { } time ? $" at {time:yyyy-MM-dd HH:mm:ss}Z" : "")}");
        if (origin.Actor is not { } actor)
        {
            return;
        }
        Row(text, "By", $"{actor.Arn ?? actor.InvokedBy ?? "unknown"}{(actor.Type is { } type ? $" ({type})" : "")}");
        if (actor.SessionIssuerArn is { } issuer && issuer != actor.Arn)
        {
            Row(text, "Role", issuer);
        }
        Row(text, "From", actor.SourceIpAddress ?? "unknown");
        Row(text, "With", actor.UserAgent ?? "unknown");
    }

    private static string Advice(Incident incident) => incident.Outcome switch
    {
        IncidentOutcome.Reverted =>
            "Was it meant to be open? Then say so in the policy: narrow the rule to the\n"
            + "sources that need it, or have the guardrail named above allow it, or add an\n"
            + "exemption with a date; then make the change again. Connections that were\n"
            + "open already may live on until they end; only a network ACL cuts them at once.",
        IncidentOutcome.Alerted =>
            "Take the rules away yourself, or change the policy so that it allows them.\n"
            + "Where the policy is in mode observe, or the guardrail only alerts, SgWatch\n"
            + "goes on reporting without acting.",
        IncidentOutcome.Undone =>
            "What was put back is judged as anybody's change: what the policy forbids is\n"
            + "taken away again, unless an exemption allows it.",
        _ =>
            "Close the group by hand now, then mend what failed above: a missing\n"
            + "permission is mended in the role of the SgWatch function. The next sweep\n"
            + "tries again.",
    };

    private static string Timing(Incident incident)
    {
        var took = (incident.EndedAt - incident.StartedAt).TotalMilliseconds;
        var whole = incident.Origins.Select(o => o.EventTime).Min() is { } first ? $", {(incident.EndedAt - first).TotalSeconds:0} s after the call" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{incident.EndedAt:yyyy-MM-dd HH:mm:ss}Z, {took:0} ms after the event arrived{whole}");
    }

    private static string LeftAlone(Finding finding) => finding.Action switch
    {
        FindingAction.None => " (it was there before: left alone)",
        FindingAction.Alert => " (reported only)",
        _ => "",
    };

    private static string Line(SecurityGroupRule rule) => rule.SecurityGroupRuleId is { } id ? $"{rule}  [{id}]" : rule.ToString();

    private static void Row(StringBuilder text, string name, string value) =>
        text.Append(name.PadRight(9)).Append(SafeText.Line(value)).Append('\n');

    private static void Section(StringBuilder text, string title, IEnumerable<Entry> entries, string? ifNone = null)
    {
        ImmutableArray<Entry> all = [.. entries];
        if (all.IsEmpty && ifNone is null)
        {
            return;
        }
        text.Append('\n').Append(title).Append('\n');
        foreach (var entry in all.Take(MaxLines).DefaultIfEmpty(new(ifNone ?? "")))
        {
            text.Append("  ").Append(SafeText.Line(entry.Line)).Append('\n');
            if (entry.Detail is { } detail)
            {
                text.Append("      ").Append(SafeText.Line(detail)).Append('\n');
            }
        }
        More(text, all.Length);
    }

    private static void More(StringBuilder text, int count)
    {
        if (count > MaxLines)
        {
            text.Append(CultureInfo.InvariantCulture, $"  ... and {count - MaxLines} more; the JSON of this message has them all\n");
        }
    }

    private sealed record Entry(string Line, string? Detail = null);
}
