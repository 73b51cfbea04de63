using SgWatch.Addresses;

namespace SgWatch.Lab.Ec2;

/// <summary>A subnet of the lab, in which nothing but network interfaces are.</summary>
/// <param name="SubnetId">Such as <c>subnet-0123456789abcdef0</c>.</param>
/// <param name="VpcId">Its VPC.</param>
/// <param name="CidrBlock">Its IPv4 range, inside the VPC's.</param>
internal sealed record Subnet(string SubnetId, string VpcId, CidrIpv4 CidrBlock);
