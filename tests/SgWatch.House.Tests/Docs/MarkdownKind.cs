namespace SgWatch.House.Tests.Docs;

/// <summary>What a line of Markdown belongs to.</summary>
internal enum MarkdownKind
{
    Blank,
    Text,
    Heading,
    Table,

    /// <summary>The line that opens or closes a block of code.</summary>
    Fence,
    Code,

    /// <summary>A comment, such as the marks between which a table is generated.</summary>
    Comment,
}
