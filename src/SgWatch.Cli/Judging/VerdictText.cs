using System.Text;
using SgWatch.Text;
using SgWatch.Verdicts;

namespace SgWatch.Cli.Judging;

/// <summary>A verdict for people: the group, then each finding on two lines.</summary>
internal static class VerdictText
{
    public static string Write(Verdict verdict)
    {
        var group = verdict.Group;
        var text = new StringBuilder($"{SafeText.Line(group.GroupId)} {SafeText.Line(group.GroupName)}: ");
        text.Append(verdict.IsCompliant ? "compliant" : $"{verdict.Findings.Length} finding{(verdict.Findings.Length == 1 ? "" : "s")}");
        foreach (var finding in verdict.Findings)
        {
            var id = finding.Rule?.SecurityGroupRuleId is { } ruleId ? $"  [{SafeText.Line(ruleId)}]" : "";
            text.Append($"\n  {FindingJson.Word(finding.Action),-6}  {SafeText.Line(finding.Rule?.ToString() ?? $"no rule for {finding.Witness}")}{id}")
                .Append($"\n          {FindingJson.Word(finding.Guardrail.Severity)}: {finding.Guardrail.Name}: {SafeText.Line(finding.Why)}");
        }
        return text.ToString();
    }
}
