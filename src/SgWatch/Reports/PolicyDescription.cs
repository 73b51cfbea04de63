using System.Globalization;
using System.Text.Json;
using SgWatch.Policies;
using SgWatch.Policies.Wording;
using SgWatch.Text;

namespace SgWatch.Reports;

/// <summary>A policy in plain words: what it says as a whole, then each guardrail and exemption.</summary>
/// <param name="policy">The policy.</param>
/// <param name="now">The time, by which exemptions end.</param>
public sealed class PolicyDescription(Policy policy, DateTimeOffset now) : IReport
{
    /// <inheritdoc/>
    public void WriteText(TextWriter output)
    {
        output.WriteLine($"{policy.Source}  sha256 {policy.Sha256}");
        output.WriteLine(PolicyText.Summary(policy));
        foreach (var guardrail in policy.Guardrails)
        {
            output.WriteLine();
            output.WriteLine($"{guardrail.Name} ({JsonOutput.Word(guardrail.Severity)})");
            if (guardrail.Description is { } description)
            {
                output.WriteLine($"  {SafeText.Line(description)}");
            }
            output.WriteLine($"  {PolicyText.Of(guardrail, policy)}");
        }
        foreach (var exemption in policy.Exemptions)
        {
            output.WriteLine();
            output.WriteLine($"exemption{(exemption.IsInForce(now) ? "" : " (void)")}");
            output.WriteLine($"  {PolicyText.Of(exemption, policy)}");
        }
    }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json) => json.WriteObject(json =>
    {
        json.WriteString("source", policy.Source);
        json.WriteString("sha256", policy.Sha256);
        json.WriteString("mode", JsonOutput.Word(policy.Mode));
        json.WriteString("text", PolicyText.Summary(policy));
        json.WriteObjects("guardrails", policy.Guardrails, Write);
        json.WriteObjects("exemptions", policy.Exemptions, Write);
        json.WriteNumber("tests", policy.Tests.Length);
    });

    private void Write(Utf8JsonWriter json, Guardrail guardrail)
    {
        json.WriteString("name", guardrail.Name);
        json.WriteString("severity", JsonOutput.Word(guardrail.Severity));
        json.WriteOptional("description", guardrail.Description);
        json.WriteString("text", PolicyText.Of(guardrail, policy));
    }

    private void Write(Utf8JsonWriter json, Exemption exemption)
    {
        json.WriteString("reason", exemption.Reason);
        json.WriteString("until", exemption.Until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteBoolean("inForce", exemption.IsInForce(now));
        json.WriteString("text", PolicyText.Of(exemption, policy));
    }
}
