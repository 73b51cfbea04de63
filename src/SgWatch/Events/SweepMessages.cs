using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using SgWatch.Changes;

namespace SgWatch.Events;

/// <summary>The messages by which a sweep hands itself on; <see cref="EventReader"/> reads them.</summary>
public static class SweepMessages
{
    /// <summary>A sweep of one account and region, from the beginning or from where it stopped.</summary>
    /// <param name="accountRegion">The account and region.</param>
    /// <param name="from">Where to go on.</param>
    public static string Sweep(AccountRegion accountRegion, Target.EveryGroup from) => Write("sweep", json =>
    {
        Write(json, accountRegion);
        if (from.ContinueAt is { } token)
        {
            json.WriteString("continueAt", token);
        }
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
        Texts(json, "accounts", accounts);
        Texts(json, "regions", regions);
        json.WriteNumber("pause", pauseSeconds);
    });

    /// <summary>Groups that couldn't be brought to comply yet.</summary>
    public static string Look(AccountRegion accountRegion, IEnumerable<string> groupIds) => Write("look", json =>
    {
        Write(json, accountRegion);
        Texts(json, "groups", groupIds);
    });

    private static void Write(Utf8JsonWriter json, AccountRegion accountRegion)
    {
        var (account, region) = accountRegion;
        if (account is not null)
        {
            json.WriteString("account", account);
        }
        if (region is not null)
        {
            json.WriteString("region", region);
        }
    }

    private static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }
        json.WriteEndArray();
    }

    private static string Write(string verb, Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("sgwatch", verb);
            members(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
