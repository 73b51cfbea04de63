using System.Collections.Immutable;

namespace SgWatch.Lab.Ec2;

/// <summary>A managed prefix list with all its versions.</summary>
/// <param name="PrefixListId">Such as <c>pl-0123456789abcdef0</c>.</param>
/// <param name="OwnerId">The account it belongs to.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsIpv6">Its address family.</param>
/// <param name="MaxEntries">How many entries it may have; so many rules it counts for.</param>
/// <param name="State">Such as <c>create-complete</c>.</param>
/// <param name="Versions">The entries (canonical CIDR block to description) of version 1, 2 and so on.</param>
internal sealed record PrefixList(
    string PrefixListId,
    string OwnerId,
    string Name,
    bool IsIpv6,
    int MaxEntries,
    string State,
    ImmutableArray<ImmutableSortedDictionary<string, string?>> Versions)
{
    /// <summary>The current version, from 1.</summary>
    public int Version => Versions.Length;

    public ImmutableSortedDictionary<string, string?> Entries => Versions[^1];
}
