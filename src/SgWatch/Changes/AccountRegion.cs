using SgWatch.Rules;

namespace SgWatch.Changes;

/// <summary>An account and a region of AWS: where a security group lives.</summary>
/// <param name="Account">The account: 12 digits, such as 111122223333. Null for the function's own.</param>
/// <param name="Region">The region, such as <c>eu-west-1</c>. Null for the function's own.</param>
/// <remarks>Default: the function's own account and region.</remarks>
public readonly record struct AccountRegion(string? Account, string? Region)
{
    /// <summary>Where a group is.</summary>
    /// <param name="group">The group.</param>
    /// <param name="otherwise">Where it was read, if it doesn't say so itself.</param>
    public static AccountRegion Of(SecurityGroup group, AccountRegion otherwise) =>
        new(group.OwnerId ?? otherwise.Account, group.Region ?? otherwise.Region);
}
