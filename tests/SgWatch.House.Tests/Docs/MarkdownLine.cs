namespace SgWatch.House.Tests.Docs;

/// <summary>A line of a Markdown file.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Kind">What the line belongs to.</param>
/// <param name="Text">The line as it is in the file.</param>
internal sealed record MarkdownLine(int Number, MarkdownKind Kind, string Text);
