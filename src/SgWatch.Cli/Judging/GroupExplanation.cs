using System.Text;
using SgWatch.Policies;
using SgWatch.Text;
using SgWatch.Verdicts;

namespace SgWatch.Cli.Judging;

/// <summary>A group for people, rule by rule: what each guardrail that is about the group says of it, and what would be done.</summary>
internal static class GroupExplanation
{
    public static string Write(Policy policy, Verdict verdict)
    {
        var group = verdict.Group;
        var guardrails = policy.Guardrails.Where(guardrail => guardrail.Groups.Selects(group)).ToList();
        var text = new StringBuilder($"{group.GroupId} {SafeText.Line(group.GroupName)} in {group.VpcId ?? "no VPC"}, {group.OwnerId} {group.Region}\n");
        text.Append($"Guardrails about it: {(guardrails.Count == 0 ? "none" : string.Join(", ", guardrails.Select(guardrail => guardrail.Name)))}\n");
        foreach (var rule in group.Rules)
        {
            var findings = verdict.Findings.Where(finding => ReferenceEquals(finding.Rule, rule)).ToList();
            text.Append($"\n{SafeText.Line(rule.ToString())}  [{rule.SecurityGroupRuleId}]{(rule.Description is { } d ? $"  \"{SafeText.Line(d, 60)}\"" : "")}\n");
            text.Append(findings.Count == 0 ? "  permitted\n" : "");
            foreach (var finding in findings)
            {
                Append(text, finding);
            }
        }
        foreach (var finding in verdict.Findings.Where(finding => finding.Rule is null))
        {
            text.Append("\nmissing\n");
            Append(text, finding);
        }
        if (!verdict.Plan.IsEmpty)
        {
            text.Append("\nWhat would be done\n");
            foreach (var rule in verdict.Plan.Authorize)
            {
                text.Append($"  authorize  {SafeText.Line(rule.ToString())}\n");
            }
            foreach (var rule in verdict.Plan.Revoke)
            {
                text.Append($"  revoke     {SafeText.Line(rule.ToString())}  [{rule.SecurityGroupRuleId}]\n");
            }
        }
        return text.ToString().TrimEnd();
    }

    private static void Append(StringBuilder text, Finding finding) => text
        .Append($"  {FindingJson.Word(finding.Action)}: {finding.Guardrail.Name} ({FindingJson.Word(finding.Guardrail.Severity)}): {SafeText.Line(finding.Why)}\n")
        .Append(finding.Witness is { } witness ? $"    such as {SafeText.Line(witness.ToString())}\n" : "");
}
