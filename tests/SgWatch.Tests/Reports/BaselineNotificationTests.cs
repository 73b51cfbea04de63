using SgWatch.Incidents;
using SgWatch.Policies;
using SgWatch.Reports;
using SgWatch.Rules;
using SgWatch.Tests.Incidents;
using SgWatch.Verdicts;

namespace SgWatch.Tests.Reports;

/// <summary>The kept texts of the messages about the baseline, and which rules count as the worst.</summary>
public sealed class BaselineNotificationTests
{
    private static readonly DateTimeOffset Noon = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Policy Policy = new("test", "0")
    {
        Guardrails = [new("no-ssh") { Severity = Severity.Critical }, new("no-world") { Severity = Severity.High }],
    };

    [Fact]
    public void A_first_look() => Snapshot.Match(Text(BaselineNotification.FirstLook(Summary(
        Row("sg-1", "sgr-1", "ingress tcp/443 from 0.0.0.0/0"), Row("sg-1", "sgr-2", "ingress tcp/22 from 8.0.0.0/8", "no-ssh"),
        Row("sg-2", "sgr-3", "ingress any from ::/0")), unlisted: 3)));

    [Fact]
    public void A_digest() => Snapshot.Match(Text(BaselineNotification.Digest(Summary(
        Row("sg-1", "sgr-1", "ingress tcp/22 from 8.0.0.0/8", "no-ssh") with
        {
            Reason = BaselineReason.Kept,
            By = "arn:aws:iam::111122223333:role/ci",
        },
        Row("sg-2", "sgr-3", "ingress any from ::/0", null) with { Reason = BaselineReason.Accepted, Note = "SEC-1234\n" }))));

    [Fact]
    public void The_worst_are_the_gravest_then_the_widest_then_by_id_and_no_more_than_twenty()
    {
        var rows = Enumerable.Range(1, 300)
            .Select(i => Row($"sg-{i}", $"sgr-{i:d3}", $"ingress tcp/80 from 8.0.0.0/{8 + (i % 20)}")).ToList();
        var grave = Row("sg-0", "sgr-999", "ingress tcp/22 from 8.8.8.8/32", "no-ssh");
        var worst = Summary([.. rows, grave]).Worst;

        Assert.Equal(20, worst.Count);
        Assert.Equal(grave, worst[0]);
        Assert.Equal(rows.OrderByDescending(row => row.PublicShare).ThenBy(row => row.Rule.SecurityGroupRuleId).Take(19), worst.Skip(1));
    }

    [Fact]
    public void A_rule_counts_once_however_many_guardrails_tolerate_it()
    {
        var summary = new BaselineSummary(Policy);
        var row = Row("sg-1", "sgr-1", "ingress tcp/22 from ::/0");
        summary.Add([row, row with { Guardrail = "no-ssh" }]);
        Assert.Equal((1, 1, 2), (summary.Rules, summary.Groups, summary.Guardrails.Count));
        Assert.Equal("no-ssh", Assert.Single(summary.Worst).Guardrail);
    }

    private static BaselineSummary Summary(params BaselineRow[] rows)
    {
        var (all, part) = (new BaselineSummary(Policy), new BaselineSummary(Policy));
        foreach (var ofGroup in rows.GroupBy(row => row.GroupId))
        {
            part.Add([.. ofGroup]);
        }
        all.Add(part);
        return all;
    }

    private static BaselineRow Row(string group, string id, string text, string? guardrail = "no-world")
    {
        var rule = RuleText.Parse(text) with { SecurityGroupRuleId = id };
        return new(new("111122223333", "eu-west-1"), group, guardrail, rule, Noon, BaselineReason.FirstLook)
        {
            PublicShare = RememberedContent.Of(rule, PrefixLists.None).PublicShare,
        };
    }

    private static string Text(Notification notification) => KeptText.Of($"{notification.Subject}\n\n{notification.Text}");
}
