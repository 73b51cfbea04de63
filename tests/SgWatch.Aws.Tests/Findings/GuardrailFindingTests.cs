using SgWatch.Aws.Findings;
using SgWatch.Incidents;
using SgWatch.Tests.Incidents;
using SgWatch.Verdicts;

namespace SgWatch.Aws.Tests.Findings;

public class GuardrailFindingTests
{
    [Fact]
    public void Each_guardrail_is_one_finding_with_an_id_of_its_own_that_stays()
    {
        var incident = SampleIncident.Of(IncidentOutcome.Reverted);
        var other = incident.Findings[0] with { Guardrail = incident.Findings[0].Guardrail with { Name = "another" } };
        incident = incident with { Findings = [.. incident.Findings, other, other] };

        var findings = GuardrailFinding.Of(incident).ToList();

        Assert.Equal([$"inc-0123456789abcdef/{incident.Findings[0].Guardrail.Name}", "inc-0123456789abcdef/another"], findings.Select(finding => finding.Id));
        Assert.Equal([1, 2], findings.Select(finding => finding.Breaches.Length));
    }

    [Fact]
    public void It_is_resolved_only_if_nothing_was_left_alone()
    {
        var incident = SampleIncident.Of(IncidentOutcome.Reverted);
        Assert.True(GuardrailFinding.Of(incident).Single().IsResolved);
        Assert.False(GuardrailFinding.Of(incident with { Findings = [.. incident.Findings, incident.Findings[0] with { Action = FindingAction.None }] }).Single().IsResolved);
        Assert.False(GuardrailFinding.Of(incident with { Outcome = IncidentOutcome.Failed }).Single().IsResolved);
    }

    [Fact]
    public void What_was_there_before_and_is_left_alone_is_none()
    {
        var incident = SampleIncident.Of(IncidentOutcome.Reverted);
        Assert.Empty(GuardrailFinding.Of(incident with { Findings = [incident.Findings[0] with { Action = FindingAction.None }] }));
    }

    [Fact]
    public void Title_and_description_keep_within_Security_Hubs_limits()
    {
        var incident = SampleIncident.Of(IncidentOutcome.Reverted);
        var broken = incident.Findings[0];
        var many = Enumerable.Range(0, 100).Select(i => broken with { Why = $"why number {i} of so many", Rule = null });
        var finding = GuardrailFinding.Of(incident with { Findings = [broken with { Rule = null, Why = new('x', 2000) }, .. many] }).Single();
        Assert.Equal((256, 1024), (finding.Title.Length, finding.Description.Length));
    }
}
