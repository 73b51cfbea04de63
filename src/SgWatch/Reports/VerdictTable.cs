using System.Text;
using SgWatch.Text;
using SgWatch.Verdicts;

namespace SgWatch.Reports;

/// <summary>Writes verdicts for people: a line for the group, then two lines for each finding.</summary>
public sealed class VerdictTable(TextWriter output) : IVerdictWriter
{
    /// <inheritdoc/>
    public void Write(Verdict verdict) => output.WriteLine(Text(verdict));

    /// <summary>Does nothing: every verdict is written at once.</summary>
    public void Dispose()
    {
    }

    private static string Text(Verdict verdict)
    {
        var group = verdict.Group;
        var text = new StringBuilder($"{SafeText.Line(group.GroupId)} {SafeText.Line(group.GroupName)}: ");
        text.Append(verdict.IsCompliant ? "compliant" : PlainCount.Of(verdict.Findings.Length, "finding"));
        foreach (var finding in verdict.Findings)
        {
            var rule = SafeText.Line(finding.Rule?.ToString() ?? $"no rule for {finding.Witness}");
            var id = finding.Rule?.SecurityGroupRuleId is { } ruleId ? $"  [{SafeText.Line(ruleId)}]" : "";
            var (severity, guardrail) = (JsonOutput.Word(finding.Guardrail.Severity), finding.Guardrail.Name);
            text.Append($"\n  {JsonOutput.Word(finding.Action),-6}  {rule}{id}");
            text.Append($"\n          {severity}: {guardrail}: {SafeText.Line(finding.Why)}");
        }
        return text.ToString();
    }
}
