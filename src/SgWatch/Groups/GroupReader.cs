namespace SgWatch.Groups;

/// <summary>Reads groups given as data: a document that the AWS CLI printed, or JSON lines.</summary>
/// <remarks>
/// Documents: <c>describe-security-groups</c> and <c>describe-security-group-rules</c>, one or several.
/// JSON lines: <c>{"group":{"id":"sg-1","name":"web"},"rules":["ingress tcp/22 from 0.0.0.0/0"]}</c>, one group a line.
/// </remarks>
public static class GroupReader
{
    private const int PeekBytes = 1 << 16;

    /// <summary>Reads the groups in order, each as soon as its last byte was read.</summary>
    /// <param name="stream">The text, in UTF-8.</param>
    /// <param name="file">The file's name, for the positions of the rules. Null if it has none.</param>
    /// <param name="isGrouped">True if a document lists the rules group by group. Then little memory is needed.</param>
    public static IEnumerable<GroupInput> Read(Stream stream, string? file, bool isGrouped)
    {
        var start = new byte[PeekBytes];
        var read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        var whole = new PrefixedStream(start.AsMemory(0, read), stream);
        return DescribedDocument.IsDescribed(start.AsSpan(0, read))
            ? new DescribedDocument(new(whole), file, isGrouped).Read()
            : GroupLines.Read(whole, file);
    }
}
