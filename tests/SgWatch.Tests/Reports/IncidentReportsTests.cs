using System.Text.Json;
using SgWatch.Incidents;
using SgWatch.Reports;
using SgWatch.Tests.Incidents;

namespace SgWatch.Tests.Reports;

public sealed class IncidentReportsTests
{
    private static readonly Incident Sample = SampleIncident.Of(IncidentOutcome.Reverted) with
    {
        Calls = [new("revoke ingress", ["sgr-1"], "ok\u001b", SampleIncident.Noon)],
    };

    [Fact]
    public void The_table_has_a_head_and_a_line_for_each() => Assert.Equal(
        [
            "BEGAN (UTC)          INCIDENT              OUTCOME   GROUP                                            TOOK  ADDED  BY",
            "2026-08-01 12:00:00  inc-0123456789abcdef  reverted  111122223333/eu-west-1/sg-0123456789abcdef0         1      0  "
                + "arn:aws:sts::111122223333:assumed-role/developer/alice@examp...",
        ], Text(new IncidentTable([Sample])).TrimEnd().Split('\n'));

    [Fact]
    public void One_incident_is_its_mail_and_its_calls() => Assert.Equal(
        IncidentNotification.For(Sample).Text + "\nCalls\n  2026-08-01 12:00:00.000Z  revoke ingress sgr-1: ok\\u{1b}\n",
        Text(new IncidentReport(Sample)));

    [Fact]
    public void The_documents_hold_the_incidents_as_they_are_stored()
    {
        using var list = JsonDocument.Parse(Json(new IncidentTable([Sample])));
        Assert.Equal("sgwatch.incidents/1", list.RootElement.GetProperty("schema").GetString());
        Assert.Equal(IncidentJson.Write(Sample), list.RootElement.GetProperty("incidents")[0].GetRawText());
        Assert.Equal(IncidentJson.Write(Sample), Json(new IncidentReport(Sample)).TrimEnd());
    }

    private static string Text(IReport report) => Written(report, "table");

    private static string Json(IReport report) => Written(report, "json");

    private static string Written(IReport report, string format)
    {
        using var output = new StringWriter { NewLine = "\n" };
        report.Write(format, output);
        return output.ToString();
    }
}
