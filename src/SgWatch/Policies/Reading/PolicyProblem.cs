namespace SgWatch.Policies.Reading;

/// <summary>One mistake in a policy file, told so that its author can mend it.</summary>
/// <param name="Code">Stable and never reused: one of <see cref="PolicyCode"/>.</param>
/// <param name="Line">From 1; 0 where the mistake is of the file as a whole.</param>
/// <param name="Column">From 1; 0 where the mistake is of the file as a whole.</param>
/// <param name="Path">Where it stands, such as <c>guardrails[2].forbid[0].from</c>; empty for the whole file.</param>
/// <param name="Message">What stands there and what was expected. On one line, of bounded length.</param>
public sealed record PolicyProblem(string Code, int Line, int Column, string Path, string Message)
{
    /// <summary>The path, where there is one, and the message.</summary>
    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}
