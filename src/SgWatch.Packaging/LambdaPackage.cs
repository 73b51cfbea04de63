namespace SgWatch.Packaging;

/// <summary>The function, packaged.</summary>
/// <param name="Zip">The path of the zip, which Lambda takes.</param>
/// <param name="Bootstrap">The path of the program in it, in the cache.</param>
/// <param name="WasBuilt">True if it was built, false if the cache had it.</param>
/// <param name="SizeBytes">The zip's size.</param>
/// <param name="Sha256">The zip's SHA-256 in base64, as in Lambda's <c>CodeSha256</c> and Terraform's <c>source_code_hash</c>.</param>
public sealed record LambdaPackage(string Zip, string Bootstrap, bool WasBuilt, long SizeBytes, string Sha256);
