using System.Text.Json;
using SgWatch.Policies.Reading;

namespace SgWatch.Cli.PolicyFiles;

/// <summary><c>sgwatch policy lint</c>.</summary>
internal static class PolicyLint
{
    /// <returns><see cref="ExitCode.Clean"/>, with warnings too; <see cref="ExitCode.Usage"/> where the file can't be used.</returns>
    public static int Run(PolicyFile file, DateTimeOffset now, bool isJson, TextWriter output)
    {
        var policy = (file.Result as PolicyReadResult.Accepted)?.Policy;
        PolicyProblem[] warnings = policy is null ? [] : [.. PolicyWarnings.Of(policy, now)];
        if (isJson)
        {
            JsonOutput.WriteObject(output, json =>
            {
                json.WriteString("file", file.Name);
                json.WriteBoolean("ok", policy is not null);
                Problems(json, "problems", file.Result is null
                    ? [new("", 0, 0, "", "no such file")]
                    : (file.Result as PolicyReadResult.Rejected)?.Problems ?? []);
                Problems(json, "warnings", warnings);
            });
        }
        else
        {
            PolicyMistakes.Write(file, output);
            foreach (var warning in warnings)
            {
                output.WriteLine(PolicyMistakes.Line(file.Name, warning));
            }
            if (policy is not null)
            {
                output.WriteLine($"{file.Name}: no mistakes: {Count(policy.Guardrails.Length, "guardrail")}, {Count(policy.Exemptions.Length, "exemption")}, {Count(policy.Tests.Length, "test")}");
            }
        }
        return policy is null ? ExitCode.Usage : ExitCode.Clean;
    }

    private static string Count(int number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";

    private static void Problems(Utf8JsonWriter json, string name, IEnumerable<PolicyProblem> problems)
    {
        json.WriteStartArray(name);
        foreach (var problem in problems)
        {
            json.WriteStartObject();
            json.WriteString("code", problem.Code);
            json.WriteNumber("line", problem.Line);
            json.WriteNumber("column", problem.Column);
            json.WriteString("path", problem.Path);
            json.WriteString("message", problem.Message);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
