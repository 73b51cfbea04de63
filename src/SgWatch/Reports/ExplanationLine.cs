using System.Globalization;
using System.Text.Json;
using SgWatch.Text;
using SgWatch.Verdicts;

namespace SgWatch.Reports;

/// <summary>
/// Writes an explained verdict as one JSON line: that of <see cref="VerdictLines"/>, with <c>status</c> and <c>next</c> on findings, and
/// <c>rules</c>: each rule with its own <c>next</c>.
/// </summary>
/// <param name="forecast">What the next inspection does.</param>
/// <param name="output">Where it writes. The caller closes it.</param>
public sealed class ExplanationLine(RuleForecast forecast, TextWriter output) : IVerdictWriter
{
    /// <inheritdoc/>
    public void Write(Verdict verdict) =>
        output.WriteLine(JsonOutput.Text(json => FindingJson.Write(json, verdict, ofFinding: WriteFinding, ofVerdict: WriteRules)));

    /// <summary>Does nothing: every line is written at once.</summary>
    public void Dispose()
    {
    }

    private void WriteFinding(Utf8JsonWriter json, Finding finding)
    {
        if (forecast.HasMemory && finding.Standing is { } standing)
        {
            WriteStatus(json, finding, standing);
        }
        Write(json, forecast.Of(finding));
    }

    private void WriteStatus(Utf8JsonWriter json, Finding finding, RuleStanding standing)
    {
        json.WriteString("status", ExplanationText.StatusOf(standing));
        if (forecast.SinceOf(finding) is { } since)
        {
            json.WriteString("since", since);
        }
        if (standing.Kind != Standing.Tolerated)
        {
            return;
        }
        json.WriteString("reason", standing.Entry is { } of ? BaselineText.Word(of.Reason) : "unchanged");
        if (standing.Entry is { } entry)
        {
            json.WriteOptional("note", entry.Note);
            json.WriteOptional("by", entry.By);
            json.WriteOptional("until", entry.Until?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }
    }

    private void WriteRules(Utf8JsonWriter json, Verdict verdict) => json.WriteObjects("rules", verdict.Group.Rules, (json, rule) =>
    {
        json.WriteOptional("ruleId", rule.SecurityGroupRuleId);
        json.WriteString("rule", rule.ToString());
        Write(json, forecast.Of(rule, verdict));
    });

    private void Write(Utf8JsonWriter json, NextStep next) => json.WriteObject("next", json =>
    {
        json.WriteString("action", JsonOutput.Word(next.Action));
        json.WriteString("when", forecast.IsEvent ? "event" : "sweep");
        if (next.NotBefore is { } notBefore)
        {
            json.WriteString("notBefore", notBefore);
        }
        json.WriteString("why", next.Why);
    });
}
