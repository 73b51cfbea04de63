using System.Collections.Immutable;
using System.Text.Json;
using SgWatch.Text;
using SgWatch.Verdicts;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Guard.Remembering;

/// <summary>What is remembered of a group, as members of a JSON object.</summary>
internal static class GroupMemoryJson
{
    public static void Write(Utf8JsonWriter json, GroupMemory memory)
    {
        var contents = new ContentJson.Writer();
        json.WriteString("group", memory.GroupId);
        json.WriteString("settledAt", memory.SettledAt);
        json.WriteMap("settledUnder", memory.SettledUnder, static (json, meaning) => json.WriteStringValue(meaning));
        json.WriteObjects("rules", memory.Rules.Values, (json, rule) => Write(json, rule, contents));
        json.WriteObjects("tolerated", memory.Baseline, (json, entry) => Write(json, entry, contents));
        json.WriteObjects("expected", memory.Expected, Write);
        json.WriteMap("authorAwaited", memory.AuthorAwaited, static (json, since) => json.WriteStringValue(since));
        if (!memory.Dropped.IsEmpty)
        {
            json.WriteStrings("dropped", memory.Dropped);
        }
        if (!memory.Announced.IsEmpty)
        {
            json.WriteStrings("announced", memory.Announced);
        }
        contents.WriteLists(json);
    }

    /// <summary>Reads the members. It throws what <see cref="MemoryJson"/> catches.</summary>
    public static GroupMemory Read(JsonElement json)
    {
        var contents = new ContentJson.Reader(json);
        return new(json.Required("group"), json.Time("settledAt"))
        {
            SettledUnder = json.Map("settledUnder", JsonMembers.Text),
            Rules = json.Items("rules").Select(rule => ReadRule(rule, contents))
                .ToImmutableSortedDictionary(rule => rule.Id, rule => rule, StringComparer.Ordinal),
            Baseline = [.. json.Items("tolerated").Select(entry => ReadEntry(entry, contents))],
            Expected = [.. json.Items("expected").Select(ReadExpected)],
            AuthorAwaited = json.Map("authorAwaited", static since => since.GetDateTimeOffset()),
            Dropped = json.Texts("dropped").ToImmutableSortedSet(StringComparer.Ordinal),
            Announced = json.Texts("announced").ToImmutableSortedSet(StringComparer.Ordinal),
        };
    }

    private static void Write(Utf8JsonWriter json, RememberedRule rule, ContentJson.Writer contents)
    {
        contents.Write(json, rule.Content);
        json.WriteString("since", rule.Since);
        if (rule.IsFirstLook)
        {
            json.WriteBoolean("firstLook", true);
        }
        json.WriteOptional("by", rule.MadeBy);
        json.WriteTime("missingSince", rule.MissingSince);
        json.WriteMap("counted", rule.Counted, (json, traffic) => CountedJson.Write(json, traffic, rule.Content));
        if (!rule.Reported.IsEmpty)
        {
            json.WriteStrings("reported", rule.Reported);
        }
        json.WriteMap("turned", rule.Turned, static (json, at) => json.WriteStringValue(at));
    }

    private static RememberedRule ReadRule(JsonElement json, ContentJson.Reader contents)
    {
        var content = contents.Read(json);
        return new(content, json.Time("since"))
        {
            IsFirstLook = json.Flag("firstLook"),
            MadeBy = json.Optional("by"),
            MissingSince = json.TimeOrNull("missingSince"),
            Counted = json.Map("counted", counted => CountedJson.Read(counted, content)),
            Reported = json.Texts("reported").ToImmutableSortedSet(StringComparer.Ordinal),
            Turned = json.Map("turned", static at => at.GetDateTimeOffset()),
        };
    }

    private static void Write(Utf8JsonWriter json, BaselineEntry entry, ContentJson.Writer contents)
    {
        contents.Write(json, entry.Content);
        json.WriteOptional("guardrail", entry.Guardrail);
        json.WriteString("reason", JsonOutput.Word(entry.Reason));
        json.WriteString("since", entry.Since);
        WritePerson(json, entry.By, entry.Note, entry.Until);
    }

    private static BaselineEntry ReadEntry(JsonElement json, ContentJson.Reader contents) =>
        new(json.Optional("guardrail"), contents.Read(json), Reason(json), json.Time("since"))
        {
            By = json.Optional("by"),
            Note = json.Optional("note"),
            Until = json.DayOrNull("until"),
        };

    private static void Write(Utf8JsonWriter json, ExpectedRule expected)
    {
        ContentJson.WriteRule(json, expected.Rule);
        json.WriteString("reason", JsonOutput.Word(expected.Reason));
        json.WriteString("at", expected.At);
        json.WriteOptional("replaces", expected.Replaces);
        WritePerson(json, expected.By, expected.Note, expected.Until);
    }

    private static ExpectedRule ReadExpected(JsonElement json) => new(ContentJson.ReadRule(json), Reason(json), json.Time("at"))
    {
        Replaces = json.Optional("replaces"),
        By = json.Optional("by"),
        Note = json.Optional("note"),
        Until = json.DayOrNull("until"),
    };

    private static void WritePerson(Utf8JsonWriter json, string? by, string? note, DateOnly? until)
    {
        json.WriteOptional("by", by);
        json.WriteOptional("note", note);
        json.WriteDay("until", until);
    }

    private static BaselineReason Reason(JsonElement json)
    {
        var word = json.Required("reason");
        foreach (var reason in Enum.GetValues<BaselineReason>())
        {
            if (JsonOutput.Word(reason) == word)
            {
                return reason;
            }
        }
        throw new FormatException($"'{SafeText.Excerpt(word)}' is no reason.");
    }
}
