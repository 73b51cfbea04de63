using SgWatch.Policies.Reading;

namespace SgWatch.Reports;

/// <summary>The mistakes of a policy file, one a line, in the form of compilers: editors jump to the place.</summary>
public static class PolicyProblems
{
    /// <summary>Writes all mistakes. Nothing if the file has none.</summary>
    /// <param name="file">The file as the user named it.</param>
    /// <param name="result">What came of reading it. Null if there is no such file.</param>
    /// <param name="output">Where they are written.</param>
    public static void Write(string file, PolicyReadResult? result, TextWriter output)
    {
        if (result is null)
        {
            output.WriteLine($"sgwatch: {file}: no such file");
        }
        foreach (var problem in (result as PolicyReadResult.Rejected)?.Problems ?? [])
        {
            output.WriteLine(Line(file, problem));
        }
    }

    /// <summary>One mistake: <c>FILE:LINE:COLUMN: CODE message</c>.</summary>
    internal static string Line(string file, PolicyProblem problem) => problem.Line == 0
        ? $"{file}: {problem.Code} {problem}"
        : $"{file}:{problem.Line}:{problem.Column}: {problem.Code} {problem}";
}
