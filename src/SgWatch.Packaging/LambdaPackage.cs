namespace SgWatch.Packaging;

/// <summary>The function, packaged.</summary>
/// <param name="Zip">The file to give to Lambda.</param>
/// <param name="Bootstrap">The program in it, as it lies in the cache.</param>
/// <param name="WasBuilt">Whether it had to be built; else the cache had it.</param>
/// <param name="SizeBytes">The zip's.</param>
/// <param name="Sha256">The zip's, in the base64 that Lambda's <c>CodeSha256</c> and Terraform's <c>source_code_hash</c> have.</param>
public sealed record LambdaPackage(string Zip, string Bootstrap, bool WasBuilt, long SizeBytes, string Sha256);
