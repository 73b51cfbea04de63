namespace SgWatch.Policies.Reading;

/// <summary>One mistake in a policy file, described so that its author can correct it.</summary>
/// <param name="Code">One of <see cref="PolicyCode"/>. A code is stable and never reused.</param>
/// <param name="Line">The line, from 1. 0 if the mistake concerns the file as a whole.</param>
/// <param name="Column">The column, from 1. 0 if the mistake concerns the file as a whole.</param>
/// <param name="Path">The path of the value, such as <c>guardrails[2].forbid[0].from</c>. Empty for the whole file.</param>
/// <param name="Message">What was found and what was expected, on one line of bounded length.</param>
public sealed record PolicyProblem(string Code, int Line, int Column, string Path, string Message)
{
    /// <summary>The message, after the path if there is one.</summary>
    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}
