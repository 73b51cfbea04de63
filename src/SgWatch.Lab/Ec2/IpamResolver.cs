using System.Collections.Immutable;

namespace SgWatch.Lab.Ec2;

/// <summary>An IPAM prefix list resolver: it says which entries the lists that follow it have.</summary>
/// <param name="ResolverId">Such as <c>ipam-pl-resolver-0123456789abcdef0</c>.</param>
/// <param name="IpamId">The IPAM it belongs to. The lab takes any id.</param>
/// <param name="IsIpv6">Its address family.</param>
/// <param name="Versions">The entries of version 1, 2 and so on.</param>
internal sealed record IpamResolver(
    string ResolverId, string IpamId, bool IsIpv6, ImmutableArray<ImmutableSortedDictionary<string, string?>> Versions);
