namespace SgWatch.House.Tests.Tree;

/// <summary>A text that is read as one: a paragraph, a list's item, a table's cell, a comment.</summary>
/// <param name="Path">The file.</param>
/// <param name="Line">Where the text begins, counted from 1.</param>
/// <param name="Text">On one line.</param>
internal sealed record TextBlock(string Path, int Line, string Text);
