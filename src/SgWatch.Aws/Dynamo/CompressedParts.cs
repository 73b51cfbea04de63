namespace SgWatch.Aws.Dynamo;

/// <summary>A compressed body in parts, none of which is empty.</summary>
/// <param name="Parts">The parts, in order.</param>
/// <param name="Sha256">The SHA-256 of the whole body, in hexadecimal digits.</param>
internal sealed record CompressedParts(IReadOnlyList<ReadOnlyMemory<byte>> Parts, string Sha256);
