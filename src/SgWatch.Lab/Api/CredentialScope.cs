namespace SgWatch.Lab.Api;

/// <summary>What a signature says of its call: by whose key, for which region and service. The signature itself isn't checked.</summary>
/// <remarks>Source: AWS IAM user guide, Elements of an AWS API request signature: the Credential component.</remarks>
internal readonly record struct CredentialScope(string AccessKeyId, string Region, string Service)
{
    private const string DefaultRegion = "us-east-1";

    /// <summary>
    /// Reads the Authorization header, or else the parameter <c>X-Amz-Credential</c> of a signed URL; what is missing has defaults.
    /// </summary>
    public static CredentialScope Read(string? authorization, string? credentialParameter)
    {
        const string Label = "Credential=";
        var start = authorization?.IndexOf(Label, StringComparison.Ordinal) ?? -1;
        var credential = start < 0 ? credentialParameter ?? "" : authorization![(start + Label.Length)..].Split(',', ' ')[0];
        return credential.Split('/') is [var key, _, var region, var service, ..] && region.Length > 0
            ? new(key, region, service)
            : new("", DefaultRegion, "");
    }
}
