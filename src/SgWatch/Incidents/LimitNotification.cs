using System.Globalization;
using SgWatch.Text;

namespace SgWatch.Incidents;

/// <summary>The message that an account and region has reached the hour's limit of changes: what is beyond it waits there.</summary>
public static class LimitNotification
{
    /// <summary>The message.</summary>
    /// <param name="account">The account. Null if it isn't known.</param>
    /// <param name="region">The region. Null if it isn't known.</param>
    /// <param name="changesPerHour">The policy's limit.</param>
    /// <param name="budget">Which of the two budgets of that size has no room left.</param>
    public static Notification For(string? account, string? region, int changesPerHour, ChangeBudget budget = ChangeBudget.Made)
    {
        var where = MessageBuilder.Where(account, region);
        var text = new MessageBuilder()
            .Paragraph(string.Create(CultureInfo.InvariantCulture, $"""
                SgWatch has reached the limit of changes in account {where}. The policy's 'changes-per-hour' is {changesPerHour}: so many
                groups may be changed within an hour because of {Cause(budget)}. A part of it is kept for critical guardrails and for
                groups that wait already, and one actor gets at most half.
                """))
            .Paragraph("""
                What is beyond the limit waits, and its groups stay open for now. Each sweep closes as many of them as there is room for,
                the gravest first. You get a message for each group, now and when it is closed.
                """)
            .Paragraph($"""
                Either something opens groups on a large scale: find it and stop it. Or the policy forbids what is meant to be open: correct
                the policy. Close by hand what can't wait. {MessageBuilder.Command("sgwatch explain")} shows what is wrong with a group.
                """);
        var limit = string.Create(CultureInfo.InvariantCulture, $"limit of {changesPerHour} changes an hour");
        return Notification.Of("sgwatch.limit", $"SgWatch: {limit} reached in {where}: the rest waits", text, json =>
        {
            json.WriteOptional("account", account);
            json.WriteOptional("region", region);
            json.WriteNumber("changesPerHour", changesPerHour);
            json.WriteString("budget", JsonOutput.Word(budget));
        });
    }

    private static string Cause(ChangeBudget budget) => budget == ChangeBudget.Made
        ? "rules that somebody made or edited"
        : "prefix lists, tags, dates and missing rules";
}
