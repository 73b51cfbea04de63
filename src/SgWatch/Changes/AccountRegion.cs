namespace SgWatch.Changes;

/// <summary>An account and a region of AWS: where a security group lives.</summary>
/// <param name="Account">12 digits, such as 111122223333; null for the function's own account.</param>
/// <param name="Region">Such as <c>eu-west-1</c>; null for the function's own region.</param>
/// <remarks>Default: the function's own account and region.</remarks>
public readonly record struct AccountRegion(string? Account, string? Region);
