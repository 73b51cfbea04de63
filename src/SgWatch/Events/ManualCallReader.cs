using System.Collections.Immutable;
using System.Text.Json;
using SgWatch.Changes;
using SgWatch.Text;

namespace SgWatch.Events;

/// <summary>
/// Reads what a person, a schedule or the guard itself asks for, such as <c>{"sgwatch":"look","group":"sg-…"}</c> or
/// <c>{"sgwatch":"sweep"}</c>. <see cref="SweepMessages"/> writes such calls.
/// </summary>
/// <remarks>It is strict, because the author of a call can correct a mistake. A call with a mistake does nothing.</remarks>
internal static class ManualCallReader
{
    private const int MaxGroups = 1000;
    private const int MaxAccounts = 20_000;
    private const int MaxRegions = 64;
    private const int MaxTokenLength = 8192;
    private const int MaxCount = MaxAccounts * MaxRegions;
    private const int MaxPauseSeconds = 900;

    /// <summary>Reads a call, which has a property <c>sgwatch</c>.</summary>
    public static Trigger Read(JsonElement call)
    {
        var (account, region) = (call.Find("account"), call.Find("region"));
        if (!account.IsEmpty() && account.Account() is null)
        {
            return new Trigger.Ignored($"account {SafeText.Quoted(account.Text())}: expected 12 digits, in quotes");
        }
        if (!region.IsEmpty() && region.Region() is null)
        {
            return new Trigger.Ignored($"region {SafeText.Quoted(region.Text())}: expected a name such as 'eu-west-1'");
        }
        var verb = call.Find("sgwatch").Text();
        var origin = new Origin(verb == "sweep" ? "Sweep" : "Manual") { Account = account.Account(), Region = region.Region() };
        return verb switch
        {
            "sweep" when call.Has("accounts") || call.Has("regions") => SweepAccounts(call),
            "sweep" => Sweep(origin, call),
            "look" => Inspect(origin, [.. call.Find("group").List(), .. call.Find("groups").List()]),
            _ => new Trigger.Ignored($"sgwatch {SafeText.Quoted(verb)}: expected 'look' or 'sweep'"),
        };
    }

    private static Trigger Sweep(Origin origin, JsonElement call)
    {
        var token = call.Find("continueAt");
        var text = token.IsEmpty() ? null : token.Text();
        if (!token.IsEmpty() && text is not { Length: <= MaxTokenLength })
        {
            return new Trigger.Ignored("sgwatch 'sweep', continueAt: expected a token of a listing");
        }
        if (!TryCount(call, "hops", out var hops) || !TryCount(call, "restarts", out var restarts))
        {
            return new Trigger.Ignored("sgwatch 'sweep': hops and restarts are numbers from 0");
        }
        if (!TryCount(call, "unheard", out var unheard) || !TryCount(call, "of", out var of))
        {
            return new Trigger.Ignored("sgwatch 'sweep': unheard and of are numbers from 0");
        }
        var target = new Target.EveryGroup
        {
            ContinueAt = text,
            Hops = hops,
            Restarts = restarts,
            IsIncomplete = call.Find("incomplete").ValueKind == JsonValueKind.True,
            HasUnknown = call.Find("unknown").ValueKind == JsonValueKind.True,
            Unheard = unheard,
            Of = Math.Max(of, 1),
        };
        return new Trigger.Change(origin, [new(target)]);
    }

    private static Trigger SweepAccounts(JsonElement call)
    {
        JsonElement[] accounts = [.. call.Find("accounts").List()];
        JsonElement[] regions = [.. call.Find("regions").List()];
        if (call.Has("account") || call.Has("region") || call.Has("continueAt")
            || accounts.Length is 0 or > MaxAccounts || regions.Length is 0 or > MaxRegions)
        {
            return new Trigger.Ignored($"sgwatch 'sweep' of many: expected 'accounts' (1 to {MaxAccounts}) and 'regions' "
                + $"(1 to {MaxRegions}), and neither 'account' nor 'region'");
        }
        var wrong = accounts.Where(account => account.Account() is null)
            .Concat(regions.Where(region => region.Region() is null))
            .FirstOrDefault();
        if (!TryCount(call, "pause", out var pause) || !TryCount(call, "of", out var of))
        {
            return new Trigger.Ignored("sgwatch 'sweep' of many: pause is a number of seconds");
        }
        return wrong.ValueKind == JsonValueKind.Undefined
            ? new Trigger.SweepAccounts(
                [.. accounts.Select(account => account.Account()!).Distinct()],
                [.. regions.Select(region => region.Region()!).Distinct()],
                call.Has("pause") ? Math.Min(pause, MaxPauseSeconds) : null)
            {
                Of = call.Has("of") ? of : null,
            }
            : new Trigger.Ignored($"sgwatch 'sweep' of {SafeText.Quoted(wrong.Text())}: "
                + "expected accounts of 12 digits, in quotes, and regions such as 'eu-west-1'");
    }

    private static bool TryCount(JsonElement call, string name, out int count)
    {
        var isNumber = call.Find(name).TryInteger(out var value) && value is null or (>= 0 and <= MaxCount);
        count = value ?? 0;
        return isNumber;
    }

    private static Trigger Inspect(Origin origin, ImmutableArray<JsonElement> groups)
    {
        if (groups.Length is 0 or > MaxGroups)
        {
            return new Trigger.Ignored("sgwatch 'look': expected 'group' or 'groups' with 1 to 1000 ids such as 'sg-0123456789abcdef0'");
        }
        var wrong = groups.FirstOrDefault(group => group.GroupId() is null);
        return wrong.ValueKind != JsonValueKind.Undefined
            ? new Trigger.Ignored($"group {SafeText.Quoted(wrong.Text())}: expected an id such as 'sg-0123456789abcdef0'")
            : new Trigger.Change(origin, [.. groups.Select(group => group.GroupId()!).Distinct()
                .Select(id => new Hint(new Target.Group(id)))]);
    }
}
