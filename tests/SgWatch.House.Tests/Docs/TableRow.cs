using System.Collections.Immutable;

namespace SgWatch.House.Tests.Docs;

/// <summary>A row of a Markdown table, below its header.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Section">The text of the heading that the table is below.</param>
/// <param name="Header">The cells of the table's first row.</param>
/// <param name="Cells">The cells of this row.</param>
internal sealed record TableRow(int Line, string Section, ImmutableArray<string> Header, ImmutableArray<string> Cells)
{
    /// <summary>The text in the column of that name; empty if the row ends before it.</summary>
    public string this[string column] => Header.IndexOf(column) is var index and >= 0 && index < Cells.Length ? Cells[index] : "";
}
