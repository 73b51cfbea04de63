using System.Globalization;
using System.Text.Json;
using SgWatch.Changes;
using SgWatch.Incidents;
using SgWatch.Text;
using Entry = SgWatch.Incidents.MessageBuilder.Entry;

namespace SgWatch.Reports;

/// <summary>The messages about what entered the baseline: one after a first listing, and a digest a day of what came later.</summary>
internal static class BaselineNotification
{
    private const int MaxEntries = 50;
    private const int MaxAccountRegions = 1000;
    private const string Rest = "'sgwatch baseline list' has them all";

    private static readonly string Commands = $"""
        {MessageBuilder.Command("sgwatch baseline list --table NAME")} lists them all, with the interfaces that each group is attached to.
        {MessageBuilder.Command("sgwatch baseline drop GROUP RULE")} has the next sweep close one.
        {MessageBuilder.Command("sgwatch baseline accept GROUP RULE --reason TEXT")} writes down why one has to stay.
        """;

    /// <summary>What was open when the guard came.</summary>
    /// <param name="summary">The rules.</param>
    /// <param name="unlisted">How many other accounts and regions have a first listing that hasn't ended.</param>
    public static Notification FirstLook(BaselineSummary summary, int unlisted)
    {
        var text = new MessageBuilder().Paragraph($"""
            SgWatch has listed every security group for the first time. {Rules(summary)} in {Groups(summary)} broke the policy before
            SgWatch came. SgWatch leaves them alone, as long as they admit no more than now. It acts on what is opened from now on.
            """);
        Where(text, summary);
        if (unlisted > 0)
        {
            text.Row("Not yet", $"{Count(unlisted, "account and region", "accounts and regions")}: a message of their own will follow");
        }
        ByGuardrail(text, summary);
        Worst(text, summary);
        text.Paragraph($"Nothing has to be done at once. Close the worst by hand, or step by step. {Commands}");
        var subject = $"SgWatch: {Rules(summary)} in {Groups(summary)} broke the policy before it came";
        return Notification.Of("sgwatch.first-look", subject, text, json =>
        {
            Write(json, summary);
            json.WriteNumber("unlisted", unlisted);
        });
    }

    /// <summary>What entered the baseline since the last digest.</summary>
    /// <param name="summary">The rules.</param>
    public static Notification Digest(BaselineSummary summary)
    {
        var are = summary.Rules == 1 ? "is" : "are";
        var text = new MessageBuilder().Paragraph($"""
            {Rules(summary)} in {Groups(summary)} {are} left alone from now on, although the policy forbids what they admit.
            This is the daily digest: it lists each rule once.
            """);
        Where(text, summary);
        text.Section("Why they are left alone",
            summary.Reasons.Select(its => new Entry($"{its.Value,6}  {BaselineText.Sentence(its.Key, by: null, note: null)}")),
            MaxEntries, Rest);
        ByGuardrail(text, summary);
        Worst(text, summary);
        text.Paragraph($"Look whether you expect these rules. {Commands}");
        return Notification.Of("sgwatch.baseline-digest", $"SgWatch: {Rules(summary)} entered the baseline in {Groups(summary)}", text,
            json => Write(json, summary));
    }

    private static void Where(MessageBuilder text, BaselineSummary summary)
    {
        var accountRegions = summary.AccountRegions;
        text.Row("Where", accountRegions.Count == 1
            ? Where(accountRegions.First())
            : $"{Count(accountRegions.Select(accountRegion => accountRegion.Account).Distinct().Count(), "account", "accounts")}, "
                + Count(accountRegions.Select(accountRegion => accountRegion.Region).Distinct().Count(), "region", "regions"));
    }

    private static void ByGuardrail(MessageBuilder text, BaselineSummary summary) => text.Section("By guardrail",
        summary.Guardrails.OrderByDescending(its => summary.SeverityOf(its.Key)).ThenByDescending(its => its.Value)
            .Select(its => new Entry($"{its.Value,6}  {Guardrail(summary, its.Key)}")),
        MaxEntries, Rest);

    private static void Worst(MessageBuilder text, BaselineSummary summary)
    {
        var worst = summary.Worst;
        text.Section(summary.Rules > worst.Count ? $"The worst {worst.Count}" : "The rules", worst.Select(row => new Entry(
            $"{row.GroupId} in {Where(row.AccountRegion)}: {row.Rule}  [{row.Rule.SecurityGroupRuleId}]",
            $"{Guardrail(summary, row.Guardrail ?? "any")}: {BaselineText.Sentence(row.Reason, row.By, row.Note)}")),
            BaselineSummary.MaxWorst, Rest);
        text.More(summary.Rules - worst.Count + BaselineSummary.MaxWorst, BaselineSummary.MaxWorst, Rest);
    }

    private static void Write(Utf8JsonWriter json, BaselineSummary summary)
    {
        json.WriteNumber("rules", summary.Rules);
        json.WriteNumber("groups", summary.Groups);
        json.WriteObjects("where", summary.AccountRegions.Take(MaxAccountRegions), static (json, accountRegion) =>
        {
            json.WriteOptional("account", accountRegion.Account);
            json.WriteOptional("region", accountRegion.Region);
        });
        json.WriteObject("guardrails", json =>
        {
            foreach (var (guardrail, count) in summary.Guardrails)
            {
                json.WriteNumber(guardrail, count);
            }
        });
        json.WriteObject("reasons", json =>
        {
            foreach (var (reason, count) in summary.Reasons)
            {
                json.WriteNumber(BaselineText.Word(reason), count);
            }
        });
        json.WriteObjects("worst", summary.Worst, (json, row) =>
        {
            json.WriteString("severity", JsonOutput.Word(summary.SeverityOf(row)));
            BaselineReport.Write(json, row);
        });
    }

    private static string Guardrail(BaselineSummary summary, string name) =>
        name == "any" ? "any guardrail" : $"{JsonOutput.Word(summary.SeverityOf(name))}: {name}";

    private static string Where(AccountRegion accountRegion) =>
        $"{accountRegion.Account ?? "its own account"}, {accountRegion.Region ?? "its own region"}";

    private static string Rules(BaselineSummary summary) => Count(summary.Rules, "rule", "rules");

    private static string Groups(BaselineSummary summary) => Count(summary.Groups, "group", "groups");

    private static string Count(int count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");
}
