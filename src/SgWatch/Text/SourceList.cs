namespace SgWatch.Text;

/// <summary>A list in a text that was read. The positions of its elements share it.</summary>
/// <param name="File">The file as the user named it. Null for a text without a name, such as standard input.</param>
/// <param name="JsonPointer">The list's JSON pointer (RFC 6901), such as <c>/SecurityGroupRules</c>.</param>
public sealed record SourceList(string? File, string JsonPointer)
{
    /// <summary>The line of the file that holds the whole document, from 1. Zero if the document has many lines.</summary>
    public int Line { get; init; }
}
