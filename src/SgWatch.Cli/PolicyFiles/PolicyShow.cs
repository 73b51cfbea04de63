using System.Globalization;
using System.Text.Json;
using SgWatch.Policies;
using SgWatch.Policies.Wording;
using SgWatch.Text;
using SgWatch.Verdicts;

namespace SgWatch.Cli.PolicyFiles;

/// <summary><c>sgwatch policy show</c>.</summary>
internal static class PolicyShow
{
    public static int Run(Policy policy, DateTimeOffset now, bool isJson, TextWriter output)
    {
        if (isJson)
        {
            JsonOutput.WriteObject(output, json => Write(policy, now, json));
            return ExitCode.Clean;
        }
        output.WriteLine($"{policy.Source}  sha256 {policy.Sha256}");
        output.WriteLine(PolicyText.Summary(policy));
        foreach (var guardrail in policy.Guardrails)
        {
            output.WriteLine();
            output.WriteLine($"{guardrail.Name} ({FindingJson.Word(guardrail.Severity)})");
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
        return ExitCode.Clean;
    }

    private static void Write(Policy policy, DateTimeOffset now, Utf8JsonWriter json)
    {
        json.WriteString("source", policy.Source);
        json.WriteString("sha256", policy.Sha256);
        json.WriteString("mode", FindingJson.Word(policy.Mode));
        json.WriteString("text", PolicyText.Summary(policy));
        json.WriteStartArray("guardrails");
        foreach (var guardrail in policy.Guardrails)
        {
            json.WriteStartObject();
            json.WriteString("name", guardrail.Name);
            json.WriteString("severity", FindingJson.Word(guardrail.Severity));
            FindingJson.Optional(json, "description", guardrail.Description);
            json.WriteString("text", PolicyText.Of(guardrail, policy));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("exemptions");
        foreach (var exemption in policy.Exemptions)
        {
            json.WriteStartObject();
            json.WriteString("reason", exemption.Reason);
            json.WriteString("until", exemption.Until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            json.WriteBoolean("inForce", exemption.IsInForce(now));
            json.WriteString("text", PolicyText.Of(exemption, policy));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNumber("tests", policy.Tests.Length);
    }
}
