using SgWatch.Addresses;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Verdicts;

/// <summary>The traffic that a rule admits.</summary>
public static class AdmittedTraffic
{
    private const string NotUnderstood = "not understood: "; // no prefix list's id has a space in it

    /// <summary>The traffic that a rule admits.</summary>
    /// <remarks>
    /// A prefix list counts as its entries. A list that wasn't read is a name among <see cref="PeerSet.PrefixLists"/>, and so is a rule
    /// that
    /// wasn't understood.
    /// </remarks>
    /// <param name="rule">The rule.</param>
    /// <param name="prefixLists">The entries of prefix lists. A list that isn't among them wasn't read.</param>
    public static TrafficSet Of(SecurityGroupRule rule, PrefixLists prefixLists) =>
        TrafficSet.Of(rule.IsEgress, rule.Service, Peers(rule.Peer, prefixLists));

    /// <summary>Whether the rule's peers are unknown: its prefix list wasn't read, or the rule wasn't understood.</summary>
    public static bool IsUnresolved(SecurityGroupRule rule, PrefixLists prefixLists) => rule.Peer switch
    {
        Peer.PrefixList(var id) => !prefixLists.Entries.ContainsKey(id),
        Peer.Unknown => true,
        _ => false,
    };

    /// <summary>Whether a name among <see cref="PeerSet.PrefixLists"/> stands for a rule that wasn't understood.</summary>
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
