using SgWatch.Addresses;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Verdicts;

/// <summary>What a rule admits, as a set of traffic.</summary>
public static class Admitted
{
    private const string NotUnderstood = "not understood: "; // no prefix list's id has a space in it

    /// <summary>The traffic that a rule admits; a prefix list counts as its entries, and one that wasn't read, or a rule that wasn't
    /// understood, as a name among <see cref="PeerSet.PrefixLists"/>.</summary>
    public static TrafficSet By(SecurityGroupRule rule, PrefixLists prefixLists) =>
        TrafficSet.Of(rule.IsEgress, rule.Service, Peers(rule.Peer, prefixLists));

    /// <summary>Whether the rule's peer can't be turned into peers: an unread prefix list, a rule not understood.</summary>
    public static bool IsUnresolved(SecurityGroupRule rule, PrefixLists prefixLists) => rule.Peer switch
    {
        Peer.PrefixList(var id) => !prefixLists.Entries.ContainsKey(id),
        Peer.Unknown => true,
        _ => false,
    };

    /// <summary>Whether a name among <see cref="PeerSet.PrefixLists"/> is that of a rule that wasn't understood.</summary>
    internal static bool IsNotUnderstood(string name) => name.StartsWith(NotUnderstood, StringComparison.Ordinal);

    private static PeerSet Peers(Peer peer, PrefixLists prefixLists) => peer switch
    {
        Peer.Ipv4(var cidr) => PeerSet.Of(AddressSet.Of(cidr)),
        Peer.Ipv6(var cidr) => PeerSet.Of(AddressSet.Of(cidr)),
        Peer.Group(var id, _) => new(default, NameSet.Of(id), default),
        Peer.PrefixList(var id) => prefixLists.Entries.TryGetValue(id, out var entries)
            ? PeerSet.Of(entries)
            : new(default, default, NameSet.Of(id)),
        Peer.Unknown(var text) => new(default, default, NameSet.Of(NotUnderstood + text)),
        _ => throw new System.Diagnostics.UnreachableException($"no case for the peer {peer.GetType().Name}"),
    };
}
