using System.Globalization;
using SgWatch.Changes;
using SgWatch.Rules;
using SgWatch.Text;
using SgWatch.Verdicts;
using Entry = SgWatch.Incidents.MessageBuilder.Entry;

namespace SgWatch.Incidents;

/// <summary>The message about an incident: who changed which group, what was wrong, what was done, and what to do now.</summary>
public static class IncidentNotification
{
    private const int MaxSubjectLength = 99; // SNS: "less than 100 characters long"
    private const int MaxEntries = 50; // of each list
    private const string Rest = "the JSON of this message has them all";

    /// <summary>The message about an incident that has ended.</summary>
    /// <remarks>A message that waits keeps the incident without tags. The record has them.</remarks>
    public static Notification For(Incident incident)
    {
        var bare = incident.WithoutTags();
        return Notification.Of(
            "sgwatch.incident", Subject(incident), Text(incident), json => IncidentJson.WriteMembers(json, incident), bare,
            fewer: json => IncidentJson.WriteMembers(json, bare));
    }

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
        var group = $"{SafeText.Line(incident.Before.GroupId, 24)} in {SafeText.Line(incident.Region ?? "its region", 20)}";
        var subject = $"SgWatch {did} {group}{(rule is null ? "" : $": {SafeText.Line(rule.ToString(), 90)}")}";
        return subject.Length <= MaxSubjectLength ? subject : $"{subject[..(MaxSubjectLength - 3)]}...";
    }

    private static MessageBuilder Text(Incident incident)
    {
        var message = new MessageBuilder().Paragraph(Headline(incident)).Group(incident);
        foreach (var origin in incident.Origins.Take(MaxEntries))
        {
            AddOrigin(message, origin);
        }
        message.More(incident.Origins.Length, MaxEntries, Rest);
        AddChanges(message, incident);
        message.Paragraph(Advice(incident));
        var policy = $"{incident.PolicySource} {incident.PolicySha256[..Math.Min(12, incident.PolicySha256.Length)]}";
        message.Row("Incident", incident.Id);
        message.Row("Policy", $"{policy}, mode {JsonOutput.Word(incident.Mode)}");
        message.Row("Time", Timing(incident));
        return message;
    }

    private static void AddChanges(MessageBuilder message, Incident incident)
    {
        message.Section("What was wrong", incident.Findings.Select(Wrong), MaxEntries, Rest);
        message.Section("What was taken away", incident.Revoked.Select(RuleEntry), MaxEntries, Rest);
        message.Section("What was added", incident.Authorized.Select(RuleEntry), MaxEntries, Rest);
        message.Section("What could not be added", incident.Unauthorized.Select(RuleEntry), MaxEntries, Rest);
        if (incident.Failure is { } failure)
        {
            message.Section("What failed", [new($"{failure.Operation}: {failure.Code}: {failure.Message}")], MaxEntries, Rest);
        }
        var stayed = incident.After?.Rules ?? [.. incident.Before.Rules.Where(rule => !incident.Revoked.Contains(rule))];
        message.Section(
            incident.After is null ? "What stayed (the group was not read again)" : "What stayed",
            stayed.Select(RuleEntry).DefaultIfEmpty(new("no rule")), MaxEntries, Rest);
    }

    private static string Headline(Incident incident) => incident.Outcome switch
    {
        IncidentOutcome.Reverted => "A security group was opened against the policy. SgWatch closed it again.",
        IncidentOutcome.Alerted => "A security group breaks the policy. SgWatch changed nothing. Please look at the group.",
        IncidentOutcome.Undone => "A person had SgWatch put back what it had taken away.",
        _ when incident.LacksOnlyAdditions && incident.Revoked.IsEmpty =>
            "The policy requires traffic that a security group doesn't admit, and SgWatch could NOT add it.",
        _ when incident.LacksOnlyAdditions =>
            "A security group was opened against the policy. SgWatch closed it, but could NOT add again all that the policy permits.",
        _ when incident.Revoked.IsEmpty => "A security group is open against the policy, and SgWatch could NOT close it.",
        _ => "A security group was opened against the policy, and SgWatch could close it only in PART.",
    };

    private static void AddOrigin(MessageBuilder message, Origin origin)
    {
        var id = origin.EventId is { } eventId ? $" {eventId}" : "";
        var at = origin.EventTime is { } time ? string.Create(CultureInfo.InvariantCulture, $" at {time:yyyy-MM-dd HH:mm:ss}Z") : "";
        message.Row("Event", $"{origin.EventName}{id}{at}");
        if (origin.Actor is not { } actor)
        {
            return;
        }
        message.Row("By", $"{actor.Arn ?? actor.InvokedBy ?? "unknown"}{(actor.Type is { } type ? $" ({type})" : "")}");
        if (actor.SessionIssuerArn is { } issuer && issuer != actor.Arn)
        {
            message.Row("Role", issuer);
        }
        message.Row("From", actor.SourceIpAddress ?? "unknown");
        message.Row("With", actor.UserAgent ?? "unknown");
    }

    private static string Advice(Incident incident) => incident.Outcome switch
    {
        IncidentOutcome.Reverted =>
            "Was it meant to be open? Then make the rule narrower, or change the policy first: let the guardrail named above allow it, "
            + "or add an exemption with an end date. Then make the change again. "
            + "Connections that are already open may stay open until they end. Only a network ACL cuts them at once.",
        IncidentOutcome.Alerted =>
            "Take the rules away yourself, or change the policy so that it allows them. "
            + "If the policy's mode is observe, or the guardrail's action is alert, SgWatch goes on reporting without acting.",
        IncidentOutcome.Undone =>
            "SgWatch judges what was put back like any other change. "
            + "It takes away again what the policy forbids, unless an exemption allows it.",
        _ when incident.LacksOnlyAdditions =>
            "Permitted traffic may be cut. Correct what failed above, such as the quota of rules in a group. "
            + "Then add the rules that could not be added, if they are needed.",
        _ =>
            "Close the group by hand now. Then correct what failed above. "
            + "If a permission is missing, add it to the role of the SgWatch function. The next sweep tries again.",
    };

    private static string Timing(Incident incident)
    {
        var took = (incident.EndedAt - incident.StartedAt).TotalMilliseconds;
        var sinceCall = incident.Origins.Select(origin => origin.EventTime).Min() is { } called
            ? string.Create(CultureInfo.InvariantCulture, $", {(incident.EndedAt - called).TotalSeconds:0} s after the call")
            : "";
        return string.Create(
            CultureInfo.InvariantCulture, $"{incident.EndedAt:yyyy-MM-dd HH:mm:ss}Z, {took:0} ms after the event arrived{sinceCall}");
    }

    private static Entry Wrong(Finding finding)
    {
        var line = finding.Rule is { } rule ? Line(rule) : $"no rule for {finding.Witness}";
        var severity = JsonOutput.Word(finding.Guardrail.Severity);
        return new(line, $"{severity}: {finding.Guardrail.Name}: {finding.Why}{Remark(finding)}");
    }

    private static string Remark(Finding finding) => finding.Action switch
    {
        FindingAction.None => " (it was there before, so it stays)",
        FindingAction.Alert => " (reported only)",
        _ => "",
    };

    private static Entry RuleEntry(SecurityGroupRule rule) => new(Line(rule));

    private static string Line(SecurityGroupRule rule) => rule.SecurityGroupRuleId is { } id ? $"{rule}  [{id}]" : rule.ToString();
}
