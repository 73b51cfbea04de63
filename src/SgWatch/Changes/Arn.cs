using System.Diagnostics.CodeAnalysis;
using SgWatch.Rules;

namespace SgWatch.Changes;

/// <summary>An Amazon Resource Name in its parts: <c>arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE</c>.</summary>
/// <remarks>Source: IAM User Guide, "Identify AWS resources with Amazon Resource Names (ARNs)".</remarks>
/// <param name="Partition">Such as <c>aws</c> or <c>aws-cn</c>. Never empty.</param>
/// <param name="Service">Such as <c>sns</c>. Never empty.</param>
/// <param name="Region">As <see cref="AwsIds.IsRegion"/> accepts it. Null for a resource without a region, such as an IAM role.</param>
/// <param name="Account">As <see cref="AwsIds.IsAccount"/> accepts it. Null for one without an account, such as an S3 bucket.</param>
/// <param name="Resource">Everything after the account. Never empty, and it may hold colons.</param>
public sealed record Arn(string Partition, string Service, string? Region, string? Account, string Resource)
{
    /// <summary>Reads an ARN. False for any other text, and for one whose region or account is wrong.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Arn? arn)
    {
        const int Parts = 6;
        arn = text?.Split(':', Parts) is ["arn", { Length: > 0 } partition, { Length: > 0 } service, var region, var account, var resource]
            && resource.Length > 0
            && (region is "" || AwsIds.IsRegion(region))
            && (account is "" || AwsIds.IsAccount(account))
            ? new(partition, service, OrNull(region), OrNull(account), resource)
            : null;
        return arn is not null;
    }

    /// <summary>The ARN's text, which <see cref="TryParse"/> reads.</summary>
    public override string ToString() => $"arn:{Partition}:{Service}:{Region}:{Account}:{Resource}";

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}
