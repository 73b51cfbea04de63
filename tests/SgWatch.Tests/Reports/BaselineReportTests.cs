using System.Text.Json;
using SgWatch.Changes;
using SgWatch.Reports;
using SgWatch.Rules;
using SgWatch.Text;
using SgWatch.Verdicts;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Tests.Reports;

public sealed class BaselineReportTests
{
    private static readonly DateTimeOffset Noon = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly AccountRegion Here = new("111122223333", "eu-west-1");

    private static readonly GroupMemory Memory = new("sg-1", Noon)
    {
        Baseline =
        [
            Entry("old-name", "sgr-1", "ingress tcp/22 from 0.0.0.0/0", BaselineReason.FirstLook),
            Entry(null, "sgr-2", "ingress tcp/3389 from 0.0.0.0/0", BaselineReason.Accepted) with
            {
                By = "arn:aws:iam::111122223333:user/ann",
                Note = "SEC-1\u001b[31m",
                Until = new(2026, 8, 31),
            },
            Entry(null, "sgr-3", "ingress tcp/23 from 0.0.0.0/0", BaselineReason.Accepted) with { Until = new(2026, 7, 31) },
        ],
        Expected =
        [
            new(RuleText.Parse("ingress tcp/25 from 0.0.0.0/0"), BaselineReason.Undone, Noon),
            new(RuleText.Parse("ingress tcp/26 from 0.0.0.0/0"), BaselineReason.Undone, Noon.AddDays(-2)),
        ],
    };

    private static readonly RegionMemory Region = new(Noon, Noon)
    {
        Guardrails = [new("old-name", "no-ssh", "meaning", Noon)],
    };

    [Fact] // what has ended is left out; a renamed guardrail has its name of today
    public void The_table_has_a_line_for_each_rule_that_is_tolerated_or_expected() =>
        Snapshot.Match(Text(new BaselineReport(Rows(new GroupUse("web", 3)))));

    [Fact]
    public void JSON_says_since_when_why_by_whom_and_until_when()
    {
        var report = JsonDocument.Parse(JsonOutput.Text(new BaselineReport(Rows(new GroupUse("web", 3))).WriteJson)).RootElement;
        Assert.Equal("sgwatch.baseline/1", report.GetProperty("schema").GetString());
        Snapshot.Match(string.Concat(report.GetProperty("entries").EnumerateArray().Select(entry => $"{entry.GetRawText()}\n")));
        Assert.Equal(
            """{"entries":3,"groups":1,"attached":3,"guardrails":{"any":2,"no-ssh":1}}""", report.GetProperty("summary").GetRawText());
    }

    [Fact]
    public void The_groups_with_the_most_interfaces_come_first()
    {
        var busy = new BaselineRow(Here, "sg-2", "no-ssh", RuleText.Parse("ingress tcp/22 from ::/0"), Noon, BaselineReason.Kept)
        {
            Use = new("busy", 9),
        };
        var table = Text(new BaselineReport(Rows(null).Append(busy)));
        Assert.Contains("sg-2", table.Split('\n')[1], StringComparison.Ordinal);
        Assert.Contains("  ?     ", table, StringComparison.Ordinal); // unknown, not none
    }

    [Fact]
    public void Without_entries_it_says_so() =>
        Assert.EndsWith("Nothing is tolerated.\n", Text(new BaselineReport([])), StringComparison.Ordinal);

    [Fact]
    public void Every_reason_has_a_word_and_a_sentence() => Assert.All(Enum.GetValues<BaselineReason>(), reason =>
    {
        Assert.Matches("^[a-z-]+$", BaselineText.Word(reason));
        Assert.NotEqual(BaselineText.Word(reason), BaselineText.Sentence(reason, null, null) + "!");
    });

    private static IEnumerable<BaselineRow> Rows(GroupUse? use) =>
        BaselineRow.Of(Here, Region, Memory, Noon).Select(row => row with { Use = use });

    private static BaselineEntry Entry(string? guardrail, string id, string rule, BaselineReason reason) => new(
        guardrail, RememberedContent.Of(RuleText.Parse(rule) with { SecurityGroupRuleId = id }, PrefixLists.None), reason, Noon);

    private static string Text(BaselineReport report)
    {
        using var output = new StringWriter { NewLine = "\n" };
        report.WriteText(output);
        return output.ToString();
    }
}
