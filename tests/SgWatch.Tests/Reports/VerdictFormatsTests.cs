using System.Text.Json;
using SgWatch.Policies;
using SgWatch.Reports;
using SgWatch.Rules;
using SgWatch.Verdicts;

namespace SgWatch.Tests.Reports;

public sealed class VerdictFormatsTests
{
    private static readonly Verdict Open = Judged("ingress tcp/22 from 0.0.0.0/0", "ingress tcp/443 from 10.0.0.0/8");
    private static readonly Verdict Fine = Judged("ingress tcp/443 from 10.0.0.0/8");

    [Fact]
    public void Every_format_writes_every_verdict_in_order()
    {
        Assert.Equal("jsonl", VerdictFormats.Names[0]); // the default
        Assert.All(VerdictFormats.Names, name =>
        {
            var text = Written(writer => VerdictFormats.Open(name, writer));
            Assert.Equal(2, text.Split("sg-0123456789abcdef0").Length - 1);
            Assert.EndsWith("\n", text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Lines_are_JSON() => Assert.Equal(
        [false, true],
        Written(writer => new VerdictLines(writer)).TrimEnd().Split('\n')
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("compliant").GetBoolean()));

    [Fact]
    public void The_table_has_a_line_for_the_group_and_two_for_each_finding() => Assert.Equal(
        [
            "sg-0123456789abcdef0 web: 1 finding",
            "  revoke  ingress tcp/22 from 0.0.0.0/0  [sgr-1]",
            "          high: no-world-open-ingress: " + Open.Findings[0].Why,
            "sg-0123456789abcdef0 web: compliant",
        ], Written(writer => new VerdictTable(writer)).TrimEnd().Split('\n'));

    [Fact]
    public void An_explanation_goes_through_every_rule_and_says_what_would_be_done() => Assert.Equal(
        $"""
        sg-0123456789abcdef0 web in vpc-0123456789abcdef0, 111122223333 eu-west-1
        Guardrails that select it: no-world-open-ingress, no-world-open-egress

        ingress tcp/22 from 0.0.0.0/0  [sgr-1]
          revoke: no-world-open-ingress (high): {Open.Findings[0].Why}
            such as tcp/22 from 1.0.0.0

        ingress tcp/443 from 10.0.0.0/8  [sgr-2]
          permitted

        What would be done
          revoke     ingress tcp/22 from 0.0.0.0/0  [sgr-1]

        """, Written(writer => new GroupExplanation(BuiltInPolicy.Instance, writer), Open));

    private static Verdict Judged(params string[] rules) => Judge.Decide(
        new(BuiltInPolicy.Instance, SampleGroups.Web(rules), PrefixLists.None, InspectionCause.Request, DateTimeOffset.UnixEpoch));

    private static string Written(Func<TextWriter, IVerdictWriter> open) => Written(open, Open, Fine);

    private static string Written(Func<TextWriter, IVerdictWriter> open, params Verdict[] verdicts)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using (var writer = open(output))
        {
            foreach (var verdict in verdicts)
            {
                writer.Write(verdict);
            }
        }
        return output.ToString();
    }
}
