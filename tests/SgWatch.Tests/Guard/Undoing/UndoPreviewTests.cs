using SgWatch.Guard.Undoing;
using SgWatch.Incidents;
using SgWatch.Rules;
using SgWatch.Verdicts;

namespace SgWatch.Tests.Guard.Undoing;

public sealed class UndoPreviewTests
{
    private static readonly SecurityGroupRule Ssh =
        RuleText.Parse("ingress tcp/22 from 0.0.0.0/0") with { Description = "for the\u202E vendor\n" };

    private static readonly SecurityGroupRule Narrow =
        RuleText.Parse("ingress tcp/22 from 10.0.0.0/8") with { SecurityGroupRuleId = "sgr-9" };

    [Theory]
    [InlineData(UndoForecast.AtOnce, "within minutes", true)]
    [InlineData(UndoForecast.NextSweep, "within the hour", true)]
    [InlineData(UndoForecast.Stays, "leaves what is put back", false)]
    public void It_says_what_becomes_of_the_rules_and_which_exemption_keeps_them(
        UndoForecast forecast, string said, bool hasExemption)
    {
        var text = Preview(new([Narrow], [Ssh]), forecast);

        Assert.Contains("  + ingress tcp/22 from 0.0.0.0/0", text, StringComparison.Ordinal);
        Assert.Contains("  - ingress tcp/22 from 10.0.0.0/8  [sgr-9]", text, StringComparison.Ordinal);
        Assert.Contains(said, text, StringComparison.Ordinal);
        Assert.Equal(hasExemption, text.Contains("undo of inc-1", StringComparison.Ordinal));
        Assert.Equal(hasExemption, text.Contains("2026-08-31", StringComparison.Ordinal)); // 30 days later
    }

    [Fact]
    public void A_plan_that_only_removes_needs_no_exemption() =>
        Assert.DoesNotContain("policy first", Preview(new([Narrow], []), UndoForecast.AtOnce), StringComparison.Ordinal);

    [Fact]
    public void A_description_stays_on_its_line() =>
        Assert.DoesNotContain('\u202E', Preview(new([], [Ssh]), UndoForecast.Stays));

    private static string Preview(Plan plan, UndoForecast forecast)
    {
        using var output = new StringWriter();
        UndoPreview.Write(new("inc-1", IncidentOutcome.Reverted, SampleGroups.Web()), plan, forecast, new(2026, 8, 1), output);
        return output.ToString();
    }
}
