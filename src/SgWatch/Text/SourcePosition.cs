using System.Globalization;

namespace SgWatch.Text;

/// <summary>Where something was read from: for messages, and for annotations in a file.</summary>
/// <remarks>
/// Shape: an element of a list, and the byte offset at which it begins. The offset counts UTF-8 bytes from the beginning of the text,
/// or of <see cref="SourceList.Line"/> if that is set. Lines are found only when they are asked for, because counting them is slow.
/// Default: read from nowhere, such as a rule that the guard made.
/// </remarks>
/// <param name="List">The list that it is an element of. Null if it was read from nowhere.</param>
/// <param name="Index">The element's place in the list, from 0.</param>
/// <param name="Offset">The byte offset of the element's first byte.</param>
public readonly record struct SourcePosition(SourceList? List, int Index, long Offset)
{
    /// <summary>The file as the user named it. Null if it has no name.</summary>
    public string? File => List?.File;

    /// <summary>The element's JSON pointer (RFC 6901), such as <c>/SecurityGroupRules/17</c>. Empty if it was read from nowhere.</summary>
    public string JsonPointer => List is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{List.JsonPointer}/{Index}");

    /// <summary>The line and column, both from 1. The column counts UTF-8 bytes.</summary>
    /// <param name="text">The whole text that was read, in UTF-8.</param>
    /// <returns>Line 1 and column 1 if it was read from nowhere, or if the text is shorter than the offset.</returns>
    public (int Line, int Column) In(ReadOnlySpan<byte> text)
    {
        if (List is null or { Line: > 0 })
        {
            return (Math.Max(1, List?.Line ?? 1), (int)Offset + 1);
        }
        if (Offset > text.Length)
        {
            return (1, 1);
        }
        var before = text[..(int)Offset];
        return (before.Count((byte)'\n') + 1, before.Length - before.LastIndexOf((byte)'\n'));
    }

    /// <summary>The position for people, such as <c>groups.json: /SecurityGroupRules/17</c>.</summary>
    public override string ToString() => List switch
    {
        null => "",
        { Line: > 0 } => string.Create(CultureInfo.InvariantCulture, $"{Prefix}line {List.Line}: {JsonPointer}"),
        _ => $"{Prefix}{JsonPointer}",
    };

    private string Prefix => File is { } file ? $"{file}: " : "";
}
