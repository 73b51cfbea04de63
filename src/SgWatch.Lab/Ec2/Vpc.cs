using SgWatch.Addresses;

namespace SgWatch.Lab.Ec2;

/// <summary>A VPC of the lab: as much of one as security groups need.</summary>
/// <param name="VpcId">Such as <c>vpc-0123456789abcdef0</c>.</param>
/// <param name="CidrBlock">Its IPv4 range.</param>
/// <param name="Ipv6CidrBlock">Its IPv6 range; null if it has none.</param>
/// <param name="IsDefault">Whether it is the region's default VPC.</param>
/// <param name="AssociationId">The id of the association with the IPv4 range.</param>
internal sealed record Vpc(string VpcId, CidrIpv4 CidrBlock, CidrIpv6? Ipv6CidrBlock, bool IsDefault, string AssociationId);
