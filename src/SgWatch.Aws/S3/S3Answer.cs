namespace SgWatch.Aws.S3;

/// <summary>What S3 answers about an object.</summary>
/// <param name="Bytes">The body: the object's bytes, or nothing.</param>
/// <param name="LastModified">When the object was written; null if S3 doesn't say.</param>
/// <param name="Mark">The object's mark, from <see cref="S3Content"/>; null if it has none.</param>
internal sealed record S3Answer(ReadOnlyMemory<byte> Bytes, DateTimeOffset? LastModified, string? Mark);
