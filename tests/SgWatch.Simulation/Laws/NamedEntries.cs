using System.Text.Json;
using SgWatch.Simulation.World;

namespace SgWatch.Simulation.Laws;

/// <summary>What messages say of the baseline: the first look, and the digest a day of what entered later.</summary>
internal static class NamedEntries
{
    private static readonly string[] Kinds = ["sgwatch.first-look", "sgwatch.baseline-digest"];

    /// <summary>The entries that a message names. None if it is about something else.</summary>
    public static IEnumerable<NamedEntry> Of(Mail mail)
    {
        if (!Kinds.Contains(mail.Notification.Kind))
        {
            return [];
        }
        using var json = JsonDocument.Parse(mail.Notification.Json);
        return [.. json.RootElement.GetProperty("worst").EnumerateArray().Select(Read)];
    }

    /// <summary>Whether a message is the digest of what entered before a time, which comes up to a day later.</summary>
    public static bool IsDigestOfBefore(Mail mail, DateTimeOffset before) =>
        mail.Notification.Kind == Kinds[1] && Of(mail).All(entry => entry.Since < before);

    /// <summary>Fails if an entry is in two messages, though nothing hindered the guard from writing down that people know of it.</summary>
    public static void JudgeOnce(SimulatedWorld world)
    {
        var named = world.Mail.SelectMany(static mail => Of(mail).Select(entry => (Entry: entry, Mail: mail)));
        foreach (var same in named.GroupBy(static its => its.Entry))
        {
            world.Tally.Hit("law L3: each entry of the baseline was in one message");
            var (first, last) = (same.First().Mail, same.Last().Mail);
            if (first != last && !world.Troubles.Concat(world.MemoryTroubles).Any(at => at >= first.At && at <= last.At))
            {
                world.Fail("L3", $"{same.Key} was in the messages of {first.At:dd HH:mm:ss} and {last.At:dd HH:mm:ss}");
            }
        }
    }

    private static NamedEntry Read(JsonElement row) => new(
        row.GetProperty("ruleId").GetString()!, row.GetProperty("guardrail").GetString(), row.GetProperty("since").GetDateTimeOffset());
}
