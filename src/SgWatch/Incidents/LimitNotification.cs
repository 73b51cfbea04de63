using SgWatch.Text;

namespace SgWatch.Incidents;

/// <summary>Tells people that the guard has made as many changes in an account and region as an hour may have, and only reports there.</summary>
public static class LimitNotification
{
    /// <summary>The message.</summary>
    /// <param name="account">The account.</param>
    /// <param name="region">The region.</param>
    /// <param name="changesPerHour">The policy's limit.</param>
    public static Notification For(string? account, string? region, int changesPerHour)
    {
        var (where, there) = (SafeText.Line(account ?? "unknown", 20), SafeText.Line(region ?? "unknown region", 20));
        var text = $"""
            SgWatch has changed groups {changesPerHour} times within an hour in account {where},
            {there}, as often as the policy's 'changes-per-hour' allows. It changes nothing more there until the hour
            has passed, and only reports what it finds: groups may stand open.

            Either something opens groups on a large scale: find it and stop it. Or the policy
            forbids what is meant to be: mend it. Then look at the alerts of this hour, for
            what was only reported stays as it is, and 'sgwatch scan --fix' closes it.

            """;
        return new("sgwatch.limit", $"SgWatch: limit of {changesPerHour} changes an hour reached in {where}, {there}: only reporting", text, JsonOutput.ObjectText(json =>
        {
            json.WriteString("schema", "sgwatch.limit/1");
            json.WriteOptional("account", account);
            json.WriteOptional("region", region);
            json.WriteNumber("changesPerHour", changesPerHour);
        }));
    }
}
