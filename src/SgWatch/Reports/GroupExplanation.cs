using SgWatch.Policies;
using SgWatch.Text;
using SgWatch.Verdicts;

namespace SgWatch.Reports;

/// <summary>Explains groups to people: what each guardrail says of each rule, why, and what would be done.</summary>
/// <param name="policy">The policy that the verdicts were made with.</param>
/// <param name="output">Where it writes. The caller closes it.</param>
public sealed class GroupExplanation(Policy policy, TextWriter output) : IVerdictWriter
{
    private const int MaxDescriptionLength = 60;

    /// <summary>What the next inspection does. Null to leave that out.</summary>
    public RuleForecast? Forecast { get; init; }

    /// <inheritdoc/>
    public void Write(Verdict verdict)
    {
        WriteGroup(verdict);
        WriteRules(verdict);
        WriteMissing(verdict);
        WritePlan(verdict.Plan);
    }

    /// <summary>Does nothing: every explanation is written at once.</summary>
    public void Dispose()
    {
    }

    private void WriteGroup(Verdict verdict)
    {
        var group = verdict.Group;
        var guardrails = policy.Guardrails.Where(guardrail => guardrail.Groups.Selects(group)).Select(guardrail => guardrail.Name).ToList();
        var where = $"in {group.VpcId ?? "no VPC"}, {group.OwnerId} {group.Region}";
        output.WriteLine($"{group.GroupId} {SafeText.Line(group.GroupName)} {where}");
        output.WriteLine($"Guardrails that select it: {(guardrails.Count == 0 ? "none" : string.Join(", ", guardrails))}");
    }

    private void WriteRules(Verdict verdict)
    {
        foreach (var rule in verdict.Group.Rules)
        {
            var description = rule.Description is { } text ? $"  \"{SafeText.Line(text, MaxDescriptionLength)}\"" : "";
            output.WriteLine();
            output.WriteLine($"{SafeText.Line(rule.ToString())}  [{rule.SecurityGroupRuleId}]{description}");
            var findings = verdict.Findings.Where(finding => ReferenceEquals(finding.Rule, rule)).ToList();
            if (findings.Count == 0)
            {
                output.WriteLine("  permitted");
            }
            foreach (var finding in findings)
            {
                WriteFinding(finding);
            }
        }
    }

    private void WriteMissing(Verdict verdict)
    {
        foreach (var finding in verdict.Findings.Where(finding => finding.Rule is null))
        {
            output.WriteLine();
            output.WriteLine("missing");
            WriteFinding(finding);
        }
    }

    private void WritePlan(Plan plan)
    {
        if (plan.IsEmpty)
        {
            return;
        }
        output.WriteLine();
        output.WriteLine("What would be done");
        foreach (var rule in plan.Authorize)
        {
            output.WriteLine($"  authorize  {SafeText.Line(rule.ToString())}");
        }
        foreach (var rule in plan.Revoke)
        {
            output.WriteLine($"  revoke     {SafeText.Line(rule.ToString())}  [{rule.SecurityGroupRuleId}]");
        }
    }

    private void WriteFinding(Finding finding)
    {
        var (action, severity) = (JsonOutput.Word(finding.Action), JsonOutput.Word(finding.Guardrail.Severity));
        output.WriteLine($"  {action}: {finding.Guardrail.Name} ({severity}): {SafeText.Line(finding.Why)}");
        if (finding.Witness is { } witness)
        {
            output.WriteLine($"    such as {SafeText.Line(witness.ToString())}");
        }
        if (Forecast is not null)
        {
            output.WriteLine($"    {ExplanationText.Of(Forecast, finding)}");
        }
    }
}
