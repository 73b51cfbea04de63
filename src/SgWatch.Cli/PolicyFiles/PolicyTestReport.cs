using SgWatch.Policies;
using SgWatch.Text;
using SgWatch.Verdicts;
using SgWatch.Verdicts.Testing;

namespace SgWatch.Cli.PolicyFiles;

/// <summary><c>sgwatch policy test</c>.</summary>
internal static class PolicyTestReport
{
    /// <returns><see cref="ExitCode.Clean"/>; <see cref="ExitCode.Findings"/> where a test fails.</returns>
    public static int Run(string file, Policy policy, DateTimeOffset now, bool isJson, TextWriter output)
    {
        var results = PolicyTestRunner.Run(policy, now);
        var failed = results.Count(result => !result.Passes);
        if (isJson)
        {
            JsonOutput.WriteObject(output, json =>
            {
                json.WriteString("file", file);
                json.WriteNumber("passed", results.Length - failed);
                json.WriteNumber("failed", failed);
                json.WriteStartArray("tests");
                foreach (var result in results)
                {
                    json.WriteStartObject();
                    json.WriteString("name", result.Test.Name);
                    json.WriteNumber("line", result.Test.Line);
                    json.WriteBoolean("passes", result.Passes);
                    FindingJson.Strings(json, "differences", result.Differences);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            });
        }
        else
        {
            foreach (var result in results)
            {
                output.WriteLine(result.Passes ? $"pass  {SafeText.Line(result.Test.Name)}" : $"FAIL  {SafeText.Line(result.Test.Name)}  ({file}:{result.Test.Line})");
                foreach (var line in result.Differences)
                {
                    output.WriteLine($"        {line}");
                }
            }
            output.WriteLine(results.IsEmpty ? $"{file}: no tests" : $"{results.Length - failed} passed, {failed} failed{(failed > 0 ? " (- expected and not done, + done and not expected)" : "")}");
        }
        return failed > 0 ? ExitCode.Findings : ExitCode.Clean;
    }
}
