using System.Text.Json;
using SgWatch.Text;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Guard.Remembering;

/// <summary>What is remembered of an account and region as a whole, as members of a JSON object.</summary>
internal static class RegionMemoryJson
{
    public static void Write(Utf8JsonWriter json, RegionMemory memory)
    {
        json.WriteString("deployedAt", memory.DeployedAt);
        json.WriteString("firstSweepAt", memory.FirstSweepAt);
        json.WriteTime("listedAt", memory.ListedAt);
        json.WriteTime("completeAt", memory.CompleteAt);
        json.WriteTime("firstLookToldAt", memory.FirstLookToldAt);
        json.WriteTime("digestedUntil", memory.DigestedUntil);
        if (memory.Copies > 0)
        {
            json.WriteNumber("copies", memory.Copies);
        }
        json.WriteObjects("guardrails", memory.Guardrails, Write);
    }

    /// <summary>Reads the members. It throws what <see cref="MemoryJson"/> catches.</summary>
    public static RegionMemory Read(JsonElement json) => new(json.Time("deployedAt"), json.Time("firstSweepAt"))
    {
        ListedAt = json.TimeOrNull("listedAt"),
        CompleteAt = json.TimeOrNull("completeAt"),
        FirstLookToldAt = json.TimeOrNull("firstLookToldAt"),
        DigestedUntil = json.TimeOrNull("digestedUntil"),
        Copies = json.Has("copies") ? json.GetProperty("copies").GetInt64() : 0,
        Guardrails = [.. json.Items("guardrails").Select(ReadGuardrail)],
    };

    private static void Write(Utf8JsonWriter json, KnownGuardrail guardrail)
    {
        json.WriteString("id", guardrail.Id);
        json.WriteString("name", guardrail.Name);
        json.WriteString("meaning", guardrail.Meaning);
        json.WriteString("since", guardrail.Since);
        json.WriteTime("enforcedSince", guardrail.EnforcedSince);
        json.WriteTime("goneSince", guardrail.GoneSince);
        json.WriteObjects("former", guardrail.Former, static (json, former) =>
        {
            json.WriteString("meaning", former.Meaning);
            json.WriteString("since", former.Since);
            json.WriteString("until", former.Until);
        });
    }

    private static KnownGuardrail ReadGuardrail(JsonElement json) =>
        new(json.Required("id"), json.Required("name"), json.Required("meaning"), json.Time("since"))
        {
            EnforcedSince = json.TimeOrNull("enforcedSince"),
            GoneSince = json.TimeOrNull("goneSince"),
            Former =
            [
                .. json.Items("former").Select(static former => (former.Required("meaning"), former.Time("since"), former.Time("until"))),
            ],
        };
}
