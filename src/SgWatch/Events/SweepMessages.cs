using System.Collections.Immutable;
using System.Text.Json;
using SgWatch.Text;

namespace SgWatch.Events;

/// <summary>The messages by which a sweep hands itself on; <see cref="EventReader"/> reads them.</summary>
public static class SweepMessages
{
    /// <summary>A sweep of one account and region, from the beginning or from where it stopped.</summary>
    /// <param name="account">The account; null for the function's own.</param>
    /// <param name="region">The region; null for the function's own.</param>
    /// <param name="from">Where to go on.</param>
    public static string Sweep(string? account, string? region, Target.EveryGroup from) => Write("sweep", json =>
    {
        Place(json, account, region);
        json.WriteOptional("continueAt", from.ContinueAt);
        if (from.Hops > 0)
        {
            json.WriteNumber("hops", from.Hops);
        }
        if (from.Restarts > 0)
        {
            json.WriteNumber("restarts", from.Restarts);
        }
    });

    /// <summary>What is left of a sweep of many.</summary>
    public static string Sweep(IEnumerable<string> accounts, ImmutableArray<string> regions, int pauseSeconds) => Write("sweep", json =>
    {
        json.WriteStrings("accounts", accounts);
        json.WriteStrings("regions", regions);
        json.WriteNumber("pause", pauseSeconds);
    });

    /// <summary>Groups that couldn't be brought to comply yet.</summary>
    public static string Hint(string? account, string? region, IEnumerable<string> groupIds) => Write("look", json =>
    {
        Place(json, account, region);
        json.WriteStrings("groups", groupIds);
    });

    private static void Place(Utf8JsonWriter json, string? account, string? region)
    {
        json.WriteOptional("account", account);
        json.WriteOptional("region", region);
    }

    private static string Write(string verb, Action<Utf8JsonWriter> members) => JsonOutput.ObjectText(json =>
    {
        json.WriteString("sgwatch", verb);
        members(json);
    });
}
