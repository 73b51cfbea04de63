using SgWatch.Policies.Reading;

namespace SgWatch.Cli.PolicyFiles;

/// <summary>The mistakes of a policy file, one a line, as compilers and editors write them.</summary>
internal static class PolicyMistakes
{
    /// <summary>Writes all of them: <c>FILE:LINE:COL: CODE message</c>.</summary>
    public static void Write(PolicyFile file, TextWriter output)
    {
        if (file.Result is null)
        {
            output.WriteLine($"sgwatch: {file.Name}: no such file");
        }
        foreach (var problem in (file.Result as PolicyReadResult.Rejected)?.Problems ?? [])
        {
            output.WriteLine(Line(file.Name, problem));
        }
    }

    public static string Line(string file, PolicyProblem problem) => problem.Line == 0
        ? $"{file}: {problem.Code} {problem}"
        : $"{file}:{problem.Line}:{problem.Column}: {problem.Code} {problem}";
}
