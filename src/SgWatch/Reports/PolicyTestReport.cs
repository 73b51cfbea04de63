using System.Collections.Immutable;
using System.Text.Json;
using SgWatch.Text;
using SgWatch.Verdicts.Testing;

namespace SgWatch.Reports;

/// <summary>The results of a policy file's own tests.</summary>
/// <param name="file">The file as the user named it.</param>
/// <param name="results">A result for each test, in the file's order.</param>
public sealed class PolicyTestReport(string file, ImmutableArray<PolicyTestResult> results) : IReport
{
    /// <summary>How many tests failed.</summary>
    public int Failed { get; } = results.Count(result => !result.Passes);

    /// <inheritdoc/>
    public void WriteText(TextWriter output)
    {
        foreach (var result in results)
        {
            var name = SafeText.Line(result.Test.Name);
            output.WriteLine(result.Passes ? $"pass  {name}" : $"FAIL  {name}  ({file}:{result.Test.Line})");
            foreach (var line in result.Differences)
            {
                output.WriteLine($"        {line}");
            }
        }
        output.WriteLine(Total());
    }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json) => json.WriteObject(json =>
    {
        json.WriteString("file", file);
        json.WriteNumber("passed", results.Length - Failed);
        json.WriteNumber("failed", Failed);
        json.WriteObjects("tests", results, Write);
    });

    private static void Write(Utf8JsonWriter json, PolicyTestResult result)
    {
        json.WriteString("name", result.Test.Name);
        json.WriteNumber("line", result.Test.Line);
        json.WriteBoolean("passes", result.Passes);
        json.WriteStrings("differences", result.Differences);
    }

    private string Total() => results.IsEmpty
        ? $"{file}: no tests"
        : $"{results.Length - Failed} passed, {Failed} failed{(Failed > 0 ? " (- expected and not done, + done and not expected)" : "")}";
}
