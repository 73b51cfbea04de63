using System.Collections.Immutable;

namespace SgWatch.Lab.Ec2;

/// <summary>A network interface of the lab: as much of one as the groups on it need.</summary>
/// <param name="NetworkInterfaceId">Such as <c>eni-0123456789abcdef0</c>.</param>
/// <param name="Subnet">Where it is.</param>
/// <param name="GroupIds">The groups that apply to it.</param>
internal sealed record NetworkInterface(string NetworkInterfaceId, Subnet Subnet, ImmutableArray<string> GroupIds)
{
    /// <summary>What it is for; null if its maker said nothing.</summary>
    public string? Description { get; init; }
}
