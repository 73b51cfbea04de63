namespace SgWatch.Lab.Ec2;

/// <summary>A prefix list that follows an IPAM resolver.</summary>
/// <param name="TargetId">Such as <c>ipam-pl-resolver-target-0123456789abcdef0</c>.</param>
/// <param name="ResolverId">The resolver.</param>
/// <param name="PrefixListId">The list.</param>
/// <param name="PrefixListRegion">The list's region, which may be another than the resolver's.</param>
/// <param name="DesiredVersion">The version that it follows; null for the latest.</param>
internal sealed record IpamTarget(
    string TargetId, string ResolverId, string PrefixListId, string PrefixListRegion, int? DesiredVersion);
