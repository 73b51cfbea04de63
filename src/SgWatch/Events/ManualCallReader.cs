using System.Collections.Immutable;
using System.Text.Json;

namespace SgWatch.Events;

/// <summary>Reads what a person or a schedule asks SgWatch to do: <c>{"sgwatch":"look","group":"sg-…"}</c> or <c>{"sgwatch":"sweep"}</c>.</summary>
/// <remarks>Strict where events are read tolerantly: whoever wrote it can mend it, so a mistake is told and nothing is done by halves.</remarks>
internal static class ManualCallReader
{
    private const int MaxGroups = 1000;

    /// <summary>Reads a call, which has a property <c>sgwatch</c>.</summary>
    public static Trigger Read(JsonElement call)
    {
        var (account, region) = (call.Find("account"), call.Find("region"));
        if (!account.IsEmpty() && account.Account() is null)
        {
            return new Trigger.Ignored($"account {ReasonText.Quote(account.Text())}: expected 12 digits, in quotes");
        }
        if (!region.IsEmpty() && region.Region() is null)
        {
            return new Trigger.Ignored($"region {ReasonText.Quote(region.Text())}: expected such as 'eu-west-1'");
        }
        var verb = call.Find("sgwatch").Text();
        var origin = new Origin(verb == "sweep" ? "Sweep" : "Manual") { Account = account.Account(), Region = region.Region() };
        return verb switch
        {
            "sweep" => new Trigger.Change(origin, [new(new Target.EveryGroup(), ChangedRules.None)]),
            "look" => Look(origin, [.. call.Find("group").List(), .. call.Find("groups").List()]),
            _ => new Trigger.Ignored($"sgwatch {ReasonText.Quote(verb)}: expected 'look' or 'sweep'"),
        };
    }

    private static Trigger Look(Origin origin, ImmutableArray<JsonElement> groups)
    {
        if (groups.Length is 0 or > MaxGroups)
        {
            return new Trigger.Ignored("sgwatch 'look': expected 'group' or 'groups' with 1 to 1000 ids such as 'sg-0123456789abcdef0'");
        }
        var wrong = groups.FirstOrDefault(group => group.GroupId() is null);
        return wrong.ValueKind != JsonValueKind.Undefined
            ? new Trigger.Ignored($"group {ReasonText.Quote(wrong.Text())}: expected an id such as 'sg-0123456789abcdef0'")
            : new Trigger.Change(origin, [.. groups.Select(group => group.GroupId()!).Distinct()
                .Select(id => new Look(new Target.Group(id), ChangedRules.None))]);
    }
}
