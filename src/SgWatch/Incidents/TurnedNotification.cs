using System.Globalization;
using SgWatch.Text;
using SgWatch.Verdicts;
using Entry = SgWatch.Incidents.MessageBuilder.Entry;

namespace SgWatch.Incidents;

/// <summary>The message of one sweep about all old rules that break the policy now, because something else changed.</summary>
internal static class TurnedNotification
{
    private const int MaxEntries = 50;
    private const string Rest = "the JSON of this message has them all";
    private const int MaxInJson = 500;

    /// <summary>The message.</summary>
    /// <param name="incidents">The alerts about the groups. At least one, all of one account and region.</param>
    public static Notification For(IReadOnlyList<Incident> incidents)
    {
        var turned = incidents.SelectMany(incident => incident.Findings.Where(finding => finding.Action == FindingAction.Alert)
            .Select(finding => (Incident: incident, Finding: finding))).ToList();
        var accountRegion = incidents[0].AccountRegion;
        var where = MessageBuilder.Where(accountRegion.Account, accountRegion.Region);
        var text = new MessageBuilder()
            .Paragraph("""
                Old rules break the policy now, although nobody changed the rules. Something else has changed: a tag, the end of an
                exemption, a VPC, another group or the policy's lists. SgWatch has changed nothing yet.
                """)
            .Row("Account", where)
            .Section("The rules", turned.Select(its => Rule(its.Incident, its.Finding)), MaxEntries, Rest)
            .Paragraph($"""
                Was the change a mistake? Then take it back within half an hour, and nothing is closed. Does a rule have to stay? Then use
                {MessageBuilder.Command("sgwatch baseline accept GROUP RULE --reason TEXT")}. Otherwise there is nothing to do.
                """);
        var subject = string.Create(CultureInfo.InvariantCulture,
            $"SgWatch: {turned.Count} old {(turned.Count == 1 ? "rule breaks" : "rules break")} the policy now in {where}");
        return Notification.Of("sgwatch.turned", subject, text, json =>
        {
            json.WriteOptional("account", accountRegion.Account);
            json.WriteOptional("region", accountRegion.Region);
            json.WriteNumber("rules", turned.Count);
            json.WriteObjects("turned", turned.Take(MaxInJson), static (json, its) =>
            {
                json.WriteString("incident", its.Incident.Id);
                json.WriteString("group", its.Incident.Before.GroupId);
                json.WriteString("guardrail", its.Finding.Guardrail.Name);
                json.WriteString("severity", JsonOutput.Word(its.Finding.Guardrail.Severity));
                json.WriteOptional("ruleId", its.Finding.Rule?.SecurityGroupRuleId);
                json.WriteOptional("rule", its.Finding.Rule?.ToString());
                json.WriteString("why", its.Finding.Why);
            });
        });
    }

    private static Entry Rule(Incident incident, Finding finding) => new(
        $"{incident.Before.GroupId} ({SafeText.Line(incident.Before.GroupName, 40)}): "
            + $"{finding.Rule}  [{finding.Rule?.SecurityGroupRuleId}]",
        $"{JsonOutput.Word(finding.Guardrail.Severity)}: {finding.Guardrail.Name}: {finding.Why}");
}
