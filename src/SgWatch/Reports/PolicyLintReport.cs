using System.Collections.Immutable;
using System.Text.Json;
using SgWatch.Policies;
using SgWatch.Policies.Reading;
using SgWatch.Text;

namespace SgWatch.Reports;

/// <summary>All mistakes of a policy file, and warnings about a file without mistakes.</summary>
/// <param name="file">The file as the user named it.</param>
/// <param name="result">What came of reading it. Null if there is no such file.</param>
/// <param name="now">The time, by which exemptions end.</param>
public sealed class PolicyLintReport(string file, PolicyReadResult? result, DateTimeOffset now) : IReport
{
    private readonly Policy? _policy = (result as PolicyReadResult.Accepted)?.Policy;

    /// <summary>True if the file can be used.</summary>
    public bool IsUsable => _policy is not null;

    private ImmutableArray<PolicyProblem> Warnings => _policy is null ? [] : [.. PolicyWarnings.Of(_policy, now)];

    private ImmutableArray<PolicyProblem> Problems => result switch
    {
        null => [new("", 0, 0, "", "no such file")],
        PolicyReadResult.Rejected(var problems) => problems,
        _ => [],
    };

    /// <inheritdoc/>
    public void WriteText(TextWriter output)
    {
        PolicyProblems.Write(file, result, output);
        foreach (var warning in Warnings)
        {
            output.WriteLine(PolicyProblems.Line(file, warning));
        }
        if (_policy is not null)
        {
            output.WriteLine(
                $"{file}: no mistakes: {PlainCount.Of(_policy.Guardrails.Length, "guardrail")}, "
                + $"{PlainCount.Of(_policy.Exemptions.Length, "exemption")}, {PlainCount.Of(_policy.Tests.Length, "test")}");
        }
    }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json) => json.WriteObject(json =>
    {
        json.WriteString("file", file);
        json.WriteBoolean("ok", IsUsable);
        json.WriteObjects("problems", Problems, Write);
        json.WriteObjects("warnings", Warnings, Write);
    });

    private static void Write(Utf8JsonWriter json, PolicyProblem problem)
    {
        json.WriteString("code", problem.Code);
        json.WriteNumber("line", problem.Line);
        json.WriteNumber("column", problem.Column);
        json.WriteString("path", problem.Path);
        json.WriteString("message", problem.Message);
    }
}
