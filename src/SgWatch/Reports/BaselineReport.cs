using System.Globalization;
using System.Text.Json;
using SgWatch.Text;

namespace SgWatch.Reports;

/// <summary>What is tolerated: a table with a line for each rule, or the document <c>sgwatch.baseline/1</c>.</summary>
public sealed class BaselineReport : IReport
{
    private readonly IReadOnlyList<BaselineRow> _rows;

    /// <param name="rows">The rows. Those whose groups have the most interfaces are listed first.</param>
    public BaselineReport(IEnumerable<BaselineRow> rows) => _rows =
    [
        .. rows.OrderByDescending(row => row.Use?.Interfaces ?? 0)
            .ThenBy(row => Where(row), StringComparer.Ordinal)
            .ThenBy(row => row.Rule.SecurityGroupRuleId, StringComparer.Ordinal)
            .ThenBy(row => row.Guardrail, StringComparer.Ordinal),
    ];

    /// <inheritdoc/>
    public void WriteText(TextWriter output)
    {
        List<string[]> lines = [["SINCE", "NICS", "GROUP", "RULE", "GUARDRAIL", "WHY"], .. _rows.Select(Columns)];
        var widths = Enumerable.Range(0, lines[0].Length).Select(column => lines.Max(line => line[column].Length)).ToList();
        foreach (var line in lines)
        {
            output.WriteLine(string.Join("  ", line.Zip(widths, (text, width) => text.PadRight(width))).TrimEnd());
        }
        output.WriteLine();
        output.WriteLine(_rows.Count == 0
            ? "Nothing is tolerated."
            : $"{Plural(_rows.Count, "entry", "entries")} in {Plural(Groups, "group", "groups")}.");
    }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json) => json.WriteObject(json =>
    {
        json.WriteString("schema", "sgwatch.baseline/1");
        json.WriteObjects("entries", _rows, Write);
        json.WriteObject("summary", json =>
        {
            json.WriteNumber("entries", _rows.Count);
            json.WriteNumber("groups", Groups);
            json.WriteNumber("attached", _rows.Count(row => row.Use?.Interfaces > 0));
            json.WriteObject("guardrails", json =>
            {
                foreach (var its in _rows.GroupBy(row => row.Guardrail ?? "any").OrderBy(its => its.Key, StringComparer.Ordinal))
                {
                    json.WriteNumber(its.Key, its.Count());
                }
            });
        });
    });

    private int Groups => _rows.Select(Where).Distinct().Count();

    /// <summary>The members of one rule's object.</summary>
    internal static void Write(Utf8JsonWriter json, BaselineRow row)
    {
        json.WriteOptional("account", row.AccountRegion.Account);
        json.WriteOptional("region", row.AccountRegion.Region);
        json.WriteObject("group", json =>
        {
            json.WriteString("id", row.GroupId);
            json.WriteOptional("name", row.Use?.GroupName);
        });
        json.WriteString("guardrail", row.Guardrail); // null for every guardrail
        json.WriteOptional("ruleId", row.Rule.SecurityGroupRuleId);
        json.WriteString("rule", row.Rule.ToString());
        json.WriteString("since", row.Since);
        json.WriteString("reason", BaselineText.Word(row.Reason));
        json.WriteOptional("note", row.Note);
        json.WriteOptional("by", row.By);
        json.WriteOptional("until", row.Until is { } until ? Day(until) : null);
        if (row.Use is { } use)
        {
            json.WriteNumber("interfaces", use.Interfaces);
        }
    }

    private static string Where(BaselineRow row) => $"{row.AccountRegion.Account}/{row.AccountRegion.Region}/{row.GroupId}";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Plural(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";

    private static string[] Columns(BaselineRow row) =>
    [
        Day(DateOnly.FromDateTime(row.Since.UtcDateTime)),
        row.Use is { } use ? $"{use.Interfaces}" : "?",
        SafeText.Line(Where(row)),
        $"{SafeText.Line(row.Rule.ToString())} [{row.Rule.SecurityGroupRuleId ?? "to come"}]",
        SafeText.Line(row.Guardrail ?? "any"),
        BaselineText.Sentence(row.Reason, row.By, row.Note) + (row.Until is { } until ? $", until {Day(until)}" : ""),
    ];
}
