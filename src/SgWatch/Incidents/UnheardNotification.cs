using System.Globalization;
using SgWatch.Text;
using Entry = SgWatch.Incidents.MessageBuilder.Entry;

namespace SgWatch.Incidents;

/// <summary>The message that a sweep found new rules in many groups, and that no event had named them.</summary>
internal static class UnheardNotification
{
    private const int MaxEntries = 50;
    private const int MaxInJson = 500;
    private const string Rest = "the JSON of this message names up to 500";

    /// <summary>The message.</summary>
    /// <param name="groups">The groups. At least one, all of one account and region.</param>
    public static Notification For(IReadOnlyList<UnheardGroup> groups)
    {
        var accountRegion = groups[0].AccountRegion;
        var where = MessageBuilder.Where(accountRegion.Account, accountRegion.Region);
        var count = string.Create(CultureInfo.InvariantCulture, $"{groups.Count} {(groups.Count == 1 ? "group" : "groups")}");
        var text = new MessageBuilder()
            .Paragraph($"""
                A sweep found new rules against the policy in {count}, and no event had named these rules. Because there are so many,
                SgWatch has NOT closed them yet. The next sweep closes all of them.
                """)
            .Row("Account", where)
            .Section("The groups", groups.Select(Group), MaxEntries, Rest)
            .Paragraph("""
                Find out why no event came: check the trail, the EventBridge rules and the queue. If the rules are not new at all, then
                SgWatch's memory is wrong. Find out who changed its table.
                """)
            .Paragraph($"""
                Close by hand what can't wait. Does a rule have to stay? Then use
                {MessageBuilder.Command("sgwatch baseline accept GROUP RULE --reason TEXT")} before the next sweep. To stop the closing of
                all of them, put 'mode: observe' into the policy.
                """);
        return Notification.Of("sgwatch.unheard", $"SgWatch: new rules in {count} that no event named, in {where}", text, json =>
        {
            json.WriteOptional("account", accountRegion.Account);
            json.WriteOptional("region", accountRegion.Region);
            json.WriteNumber("count", groups.Count);
            json.WriteObjects("groups", groups.Take(MaxInJson), static (json, group) =>
            {
                json.WriteString("id", group.GroupId);
                json.WriteString("name", group.GroupName);
                json.WriteNumber("rules", group.RuleIds.Length);
                json.WriteStrings("first", group.Findings.Select(finding => $"{finding.Rule}"));
            });
        });
    }

    private static Entry Group(UnheardGroup group)
    {
        var more = group.RuleIds.Length > 1 ? string.Create(CultureInfo.InvariantCulture, $" and {group.RuleIds.Length - 1} more") : "";
        var finding = group.Findings[0];
        return new($"{group.GroupId} ({SafeText.Line(group.GroupName, 40)}): {finding.Rule}  [{finding.Rule?.SecurityGroupRuleId}]{more}",
            $"{JsonOutput.Word(finding.Guardrail.Severity)}: {finding.Guardrail.Name}: {finding.Why}");
    }
}
