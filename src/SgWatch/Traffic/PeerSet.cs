using SgWatch.Addresses;

namespace SgWatch.Traffic;

/// <summary>A set of peers: addresses, security groups, and prefix lists whose entries couldn't be read.</summary>
/// <remarks>Default: the empty set. A prefix list whose entries were read counts as its addresses.</remarks>
/// <param name="Addresses">Addresses of both families.</param>
/// <param name="Groups">Referenced groups, by id.</param>
/// <param name="PrefixLists">Unread prefix lists, by id.</param>
public readonly record struct PeerSet(AddressSet Addresses, NameSet Groups, NameSet PrefixLists)
{
    /// <summary>Every peer.</summary>
    public static PeerSet Everything => new(AddressSet.Everything, NameSet.Everything, NameSet.Everything);

    /// <summary>Whether no peer is in the set.</summary>
    public bool IsEmpty => Addresses.IsEmpty && Groups.IsEmpty && PrefixLists.IsEmpty;

    /// <summary>The set of some addresses, without groups and prefix lists.</summary>
    public static PeerSet Of(AddressSet addresses) => new(addresses, default, default);

    /// <summary>The peers in this set or the other.</summary>
    public PeerSet Union(PeerSet other) =>
        new(Addresses.Union(other.Addresses), Groups.Union(other.Groups), PrefixLists.Union(other.PrefixLists));

    /// <summary>The peers in both sets.</summary>
    public PeerSet Intersect(PeerSet other) =>
        new(Addresses.Intersect(other.Addresses), Groups.Intersect(other.Groups), PrefixLists.Intersect(other.PrefixLists));

    /// <summary>The peers in this set that aren't in <paramref name="other"/>.</summary>
    public PeerSet Except(PeerSet other) =>
        new(Addresses.Except(other.Addresses), Groups.Except(other.Groups), PrefixLists.Except(other.PrefixLists));

    /// <summary>Whether every peer of <paramref name="other"/> is in this set.</summary>
    public bool Contains(PeerSet other) =>
        Addresses.Contains(other.Addresses) && Groups.Contains(other.Groups) && PrefixLists.Contains(other.PrefixLists);

    /// <summary>Whether some peer is in both sets.</summary>
    public bool Overlaps(PeerSet other) =>
        Addresses.Overlaps(other.Addresses) || Groups.Overlaps(other.Groups) || PrefixLists.Overlaps(other.PrefixLists);
}
