using System.Text.Json;
using SgWatch.Aws.Findings;
using SgWatch.Incidents;
using SgWatch.Tests.Incidents;
using SgWatch.Text;
using SgWatch.Verdicts;

namespace SgWatch.Aws.Tests.Findings;

public class GuardrailFindingTests
{
    [Fact]
    public void Each_guardrail_is_one_finding_with_its_own_stable_id()
    {
        var incident = SampleIncident.Of(IncidentOutcome.Reverted);
        var other = incident.Findings[0] with { Guardrail = incident.Findings[0].Guardrail with { Name = "another" } };
        incident = incident with { Findings = [.. incident.Findings, other, other] };

        var findings = GuardrailFinding.Of(incident).ToList();

        Assert.Equal(
            [$"inc-0123456789abcdef/{incident.Findings[0].Guardrail.Name}", "inc-0123456789abcdef/another"],
            findings.Select(finding => finding.Id));
        Assert.Equal([1, 2], findings.Select(finding => finding.Breaches.Length));
    }

    [Fact]
    public void A_finding_is_resolved_only_if_all_of_it_was_remediated()
    {
        var incident = SampleIncident.Of(IncidentOutcome.Reverted);
        var ignored = incident.Findings[0] with { Action = FindingAction.None };

        Assert.True(GuardrailFinding.Of(incident).Single().IsResolved);
        Assert.False(GuardrailFinding.Of(incident with { Findings = [.. incident.Findings, ignored] }).Single().IsResolved);
        Assert.False(GuardrailFinding.Of(incident with { Outcome = IncidentOutcome.Failed }).Single().IsResolved);
    }

    [Fact]
    public void A_guardrail_is_left_out_if_nothing_is_done_about_it()
    {
        var incident = SampleIncident.Of(IncidentOutcome.Reverted);
        Assert.Empty(GuardrailFinding.Of(incident with { Findings = [incident.Findings[0] with { Action = FindingAction.None }] }));
    }

    [Fact] // one incident may have rules of several people, and each guardrail is a finding of its own
    public void It_names_whoever_made_the_rule_of_its_own_breach()
    {
        var incident = SampleIncident.Of(IncidentOutcome.Reverted);
        var first = SampleIncident.Opened;
        var second = first with { EventId = "2", Actor = new() { Arn = "arn:aws:iam::1:bob" } };
        var broken = incident.Findings[0];
        incident = incident with
        {
            Origins = [first, second],
            Findings =
            [
                broken with { MadeBy = first },
                broken with { Guardrail = new("another"), MadeBy = second },
                broken with { Guardrail = new("third") },
            ],
        };

        var findings = GuardrailFinding.Of(incident).ToList();

        Assert.Equal([first, second, null], findings.Select(finding => finding.MadeBy)); // nobody knows who made the third's rule
        Assert.Equal([second, first], findings[1].Origins);
        using var written = JsonDocument.Parse(JsonOutput.Text(json => SecurityFinding.Write(json, findings[1])));
        Assert.Equal(
            "arn:aws:iam::1:bob", written.RootElement.GetProperty("ProductFields").GetProperty("sgwatch/actor").GetString());
        using var detection = JsonDocument.Parse(DetectionFinding.Write(findings[1]));
        Assert.Equal("2", detection.RootElement.GetProperty("evidences")[0].GetProperty("api").GetProperty("request")
            .GetProperty("uid").GetString());
    }

    [Fact]
    public void Title_and_description_keep_within_Security_Hubs_limits()
    {
        var incident = SampleIncident.Of(IncidentOutcome.Reverted);
        var broken = incident.Findings[0];
        var many = Enumerable.Range(0, 100).Select(i => broken with { Why = $"why number {i} of so many", Rule = null });
        var longest = broken with { Rule = null, Why = new('x', 2000) };
        var finding = GuardrailFinding.Of(incident with { Findings = [longest, .. many] }).Single();
        Assert.Equal((256, 1024), (finding.Title.Length, finding.Description.Length));
    }
}
