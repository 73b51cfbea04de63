using System.Diagnostics.CodeAnalysis;

namespace SgWatch.Aws.Connections;

/// <summary>Takes an ARN of one service apart: <c>arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE</c>.</summary>
/// <remarks>Source: IAM User Guide, "Identify AWS resources with Amazon Resource Names (ARNs)".</remarks>
internal static class Arn
{
    /// <summary>Reads region and resource; false for anything but the service's ARN with a region, an account of 12 digits and a resource without colons.</summary>
    public static bool TryParse(string? text, string service, [NotNullWhen(true)] out string? region, [NotNullWhen(true)] out string? resource)
    {
        (region, resource) = text?.Split(':') is ["arn", { Length: > 0 }, var named, { Length: > 0 } there, { Length: 12 } account, { Length: > 0 } what]
            && named == service
            && account.All(char.IsAsciiDigit)
            && there.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            ? (there, what)
            : default((string?, string?));
        return region is not null && resource is not null;
    }
}
