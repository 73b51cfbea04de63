using System.Text.Json;
using SgWatch.Aws.Findings;
using SgWatch.Incidents;
using SgWatch.Tests;
using SgWatch.Tests.Incidents;

namespace SgWatch.Aws.Tests.Findings;

public class DetectionFindingTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [Fact]
    public void Reverted() => Snapshot.Match(
        KeptText.Of(JsonSerializer.Serialize(Of(SampleIncident.Of(IncidentOutcome.Reverted)), Indented) + "\n"));

    // OCSF 1.3.0: what class Detection Finding, profile cloud, and the objects in it require
    [Theory]
    [InlineData(IncidentOutcome.Reverted)]
    [InlineData(IncidentOutcome.Alerted)]
    [InlineData(IncidentOutcome.Failed)]
    public void It_has_what_the_class_requires(IncidentOutcome outcome)
    {
        var finding = Of(SampleIncident.Of(outcome));
        int Number(params string[] path) => At(finding, path).GetInt32();

        Assert.Equal((2, 2004), (Number("category_uid"), Number("class_uid")));
        Assert.Equal((Number("class_uid") * 100) + Number("activity_id"), Number("type_uid"));
        Assert.InRange(Number("severity_id"), 0, 6);
        Assert.Equal(SampleIncident.Noon.AddMilliseconds(137).ToUnixTimeMilliseconds(), At(finding, "time").GetInt64());
        foreach (var path in (string[])[
            "metadata.version", "metadata.product.vendor_name", "metadata.product.name", "metadata.product.version",
            "finding_info.uid", "finding_info.title", "cloud.provider", "remediation.desc", "message"])
        {
            Assert.NotEqual("", At(finding, path.Split('.')).GetString());
        }
        Assert.Equal(1, Number("finding_info", "analytic", "type_id"));
        Assert.Equal("AuthorizeSecurityGroupIngress", At(finding.GetProperty("evidences")[0], "api", "operation").GetString());
        Assert.Equal("203.0.113.9", At(finding.GetProperty("evidences")[0], "src_endpoint", "ip").GetString());
    }

    [Fact]
    public void A_closed_group_is_resolved_and_an_open_one_is_an_alert()
    {
        (int, bool) State(IncidentOutcome outcome) => Of(SampleIncident.Of(outcome)) is var finding
            ? (finding.GetProperty("status_id").GetInt32(), finding.GetProperty("is_alert").GetBoolean()) : default;
        Assert.Equal((4, false), State(IncidentOutcome.Reverted));
        Assert.Equal((1, true), State(IncidentOutcome.Alerted));
        Assert.Equal((1, true), State(IncidentOutcome.Failed));
    }

    [Fact]
    public void An_unknown_account_region_and_actor_are_left_out()
    {
        var finding = Of(SampleIncident.Of(IncidentOutcome.Alerted) with { Account = null, Region = null, Origins = [new("Sweep")] });
        Assert.False(finding.GetProperty("cloud").TryGetProperty("account", out _));
        Assert.False(finding.GetProperty("evidences")[0].TryGetProperty("actor", out _));
    }

    private static JsonElement Of(Incident incident) =>
        JsonDocument.Parse(DetectionFinding.Write(GuardrailFinding.Of(incident).First())).RootElement;

    private static JsonElement At(JsonElement element, params string[] path) => path.Aggregate(element, (at, name) => at.GetProperty(name));
}
