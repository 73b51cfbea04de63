namespace SgWatch.Aws.S3;

/// <summary>What is written into an object.</summary>
/// <param name="Bytes">Its bytes.</param>
/// <param name="Type">Its media type.</param>
/// <param name="Mark">A text in ASCII that is read without the bytes.</param>
internal sealed record S3Content(ReadOnlyMemory<byte> Bytes, string Type, string Mark)
{
    public const string MarkHeader = "x-amz-meta-sgwatch";
}
