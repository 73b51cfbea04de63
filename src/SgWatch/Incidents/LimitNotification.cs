using System.Globalization;
using SgWatch.Text;

namespace SgWatch.Incidents;

/// <summary>The message that an account and region has reached the hour's limit of changes: the guard only reports there.</summary>
public static class LimitNotification
{
    /// <summary>The message.</summary>
    /// <param name="account">The account. Null if it isn't known.</param>
    /// <param name="region">The region. Null if it isn't known.</param>
    /// <param name="changesPerHour">The policy's limit.</param>
    public static Notification For(string? account, string? region, int changesPerHour)
    {
        var where = $"{SafeText.Line(account ?? "unknown", 20)}, {SafeText.Line(region ?? "unknown region", 20)}";
        var text = new MessageBuilder()
            .Paragraph(string.Create(CultureInfo.InvariantCulture, $"""
                SgWatch has changed groups {changesPerHour} times within an hour in account {where}. The policy's 'changes-per-hour' allows
                no more. Until the hour is over, SgWatch only reports what it finds there, so groups may stay open.
                """))
            .Paragraph($"""
                Either something opens groups on a large scale: find it and stop it. Or the policy forbids what is meant to be open: correct
                the policy. Then look at the alerts of this hour. What was only reported stays as it is, so close those groups by hand.
                {MessageBuilder.Command("sgwatch explain")} shows what is wrong with a group.
                """);
        var limit = string.Create(CultureInfo.InvariantCulture, $"limit of {changesPerHour} changes an hour");
        return Notification.Of("sgwatch.limit", $"SgWatch: {limit} reached in {where}: only reporting", text, json =>
        {
            json.WriteOptional("account", account);
            json.WriteOptional("region", region);
            json.WriteNumber("changesPerHour", changesPerHour);
        });
    }
}
