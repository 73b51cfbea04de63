namespace SgWatch.House.Tests.Docs;

/// <summary>A heading of a Markdown file.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Level">How many <c>#</c> it begins with.</param>
/// <param name="Text">Without the <c>#</c>.</param>
/// <param name="Anchor">What follows <c>#</c> in a link to it, made as GitHub makes it.</param>
internal sealed record Heading(int Line, int Level, string Text, string Anchor);
