using System.Collections.Immutable;
using System.Text.Json;
using SgWatch.Changes;
using SgWatch.Text;

namespace SgWatch.Events;

/// <summary>The messages by which the guard continues its own work. <see cref="EventReader"/> reads them.</summary>
public static class SweepMessages
{
    /// <summary>A sweep of one account and region, from the beginning or from where it stopped: <c>{"sgwatch":"sweep",…}</c>.</summary>
    /// <param name="accountRegion">The account and region.</param>
    /// <param name="from">Where to continue.</param>
    public static string Sweep(AccountRegion accountRegion, Target.EveryGroup from) => Write("sweep", json =>
    {
        Write(json, accountRegion);
        json.WriteOptional("continueAt", from.ContinueAt);
        if (from.Hops > 0)
        {
            json.WriteNumber("hops", from.Hops);
        }
        if (from.Restarts > 0)
        {
            json.WriteNumber("restarts", from.Restarts);
        }
        if (from.IsIncomplete)
        {
            json.WriteBoolean("incomplete", true);
        }
        if (from.HasUnknown)
        {
            json.WriteBoolean("unknown", true);
        }
        if (from.Unheard > 0)
        {
            json.WriteNumber("unheard", from.Unheard);
        }
        if (from.Of > 1)
        {
            json.WriteNumber("of", from.Of);
        }
    });

    /// <summary>The rest of a sweep of several accounts and regions: <c>{"sgwatch":"sweep",…}</c>.</summary>
    /// <param name="accounts">The accounts, 12 digits each.</param>
    /// <param name="regions">The regions.</param>
    /// <param name="pauseSeconds">How many seconds to wait before each further part.</param>
    /// <param name="of">How many sweeps were asked for together with these.</param>
    public static string Sweep(IEnumerable<string> accounts, ImmutableArray<string> regions, int pauseSeconds, int of) =>
        Write("sweep", json =>
        {
            json.WriteStrings("accounts", accounts);
            json.WriteStrings("regions", regions);
            json.WriteNumber("pause", pauseSeconds);
            json.WriteNumber("of", of);
        });

    /// <summary>Groups that couldn't be brought to comply yet.</summary>
    public static string Inspect(AccountRegion accountRegion, IEnumerable<string> groupIds) => Write("look", json =>
    {
        Write(json, accountRegion);
        json.WriteStrings("groups", groupIds);
    });

    private static void Write(Utf8JsonWriter json, AccountRegion accountRegion)
    {
        json.WriteOptional("account", accountRegion.Account);
        json.WriteOptional("region", accountRegion.Region);
    }

    private static string Write(string verb, Action<Utf8JsonWriter> members) => JsonOutput.ObjectText(json =>
    {
        json.WriteString("sgwatch", verb);
        members(json);
    });
}
