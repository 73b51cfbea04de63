using System.Collections.Immutable;
using SgWatch.House.Tests.Docs;

namespace SgWatch.House.Tests.Glossary;

/// <summary>The words that are ours: <c>docs/glossary.md</c>.</summary>
/// <remarks>
/// The format: tables with the columns <c>word</c>, <c>type</c> and <c>what it is</c>. A word that is a type has the
/// type's name between backquotes in the second column. The other words of that file are for the reader.
/// </remarks>
internal static class GlossaryTable
{
    public const string Path = "docs/glossary.md";

    public static ImmutableArray<GlossaryWord> Words { get; } =
    [
        .. from doc in MarkdownFile.All
           where doc.File.Path == Path
           from row in doc.Rows
           where row.Header is ["word", "type", ..]
           select new GlossaryWord(row.Line, row["word"], row["type"].Trim('`') is { Length: > 0 } type ? type : null),
    ];
}
