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

    /// <summary>The target by which it follows an IPAM resolver; null if it follows none.</summary>
    public string? TargetId { get; init; }

    /// <summary>Whether IPAM writes its entries, so that nobody else can.</summary>
    public bool IsSynced => TargetId is not null && !IsSyncOff;

    /// <summary>Whether somebody switched IPAM's writing off.</summary>
    public bool IsSyncOff { get; init; }

    /// <summary>The list before its last change, which reading calls see until <see cref="SettledAt"/>; null for a new list.</summary>
    public PrefixList? Before { get; init; }

    /// <summary>When the last change is complete.</summary>
    public DateTimeOffset SettledAt { get; init; } = DateTimeOffset.MinValue;

    /// <summary>Whether the last change isn't complete yet.</summary>
    public bool IsInProgress(DateTimeOffset now) => now < SettledAt;

    /// <summary>The list as a reading call sees it at a time. While a change is in progress, the entries are the old ones.</summary>
    public PrefixList At(DateTimeOffset now) => !IsInProgress(now) ? this : (Before ?? this with { Versions = [Entries.Clear()] }) with
    {
        State = State.Replace("-complete", "-in-progress", StringComparison.Ordinal),
    };

    /// <summary>A list with these entries and no room for more.</summary>
    /// <param name="prefixListId">Such as <c>pl-0123456789abcdef0</c>.</param>
    /// <param name="ownerId">The account it belongs to.</param>
    /// <param name="cidrs">Canonical CIDR blocks of one address family.</param>
    public static PrefixList Of(string prefixListId, string ownerId, IEnumerable<string> cidrs)
    {
        var entries = cidrs.ToImmutableSortedDictionary(static cidr => cidr, static _ => (string?)null, StringComparer.Ordinal);
        var isIpv6 = entries.Keys.Any(static cidr => cidr.Contains(':', StringComparison.Ordinal));
        return new(prefixListId, ownerId, prefixListId, isIpv6, Math.Max(entries.Count, 1), "create-complete", [entries]);
    }
}
