using SgWatch.Addresses;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Policies;

/// <summary>What a rule admits, as a set of traffic.</summary>
public static class Admitted
{
    /// <summary>The traffic that a rule admits; a prefix list counts as its entries.</summary>
    public static TrafficSet By(SecurityGroupRule rule, PrefixLists prefixLists) =>
        TrafficSet.Of(rule.IsEgress, rule.Service, Peers(rule.Peer, prefixLists));

    /// <summary>Whether the rule's peer can't be turned into peers: an unread prefix list, a rule not understood.</summary>
    public static bool IsUnresolved(SecurityGroupRule rule, PrefixLists prefixLists) => rule.Peer switch
    {
        Peer.PrefixList(var id) => !prefixLists.Entries.ContainsKey(id),
        Peer.Unknown => true,
        _ => false,
    };

    private static PeerSet Peers(Peer peer, PrefixLists prefixLists) => peer switch
    {
        Peer.Ipv4(var cidr) => PeerSet.Of(AddressSet.Of(cidr)),
        Peer.Ipv6(var cidr) => PeerSet.Of(AddressSet.Of(cidr)),
        Peer.Group(var id, _) => new(default, NameSet.Of(id), default),
        Peer.PrefixList(var id) when prefixLists.Entries.TryGetValue(id, out var entries) => PeerSet.Of(entries),
        _ => new(default, default, NameSet.Of(peer.ToString())),
    };
}
