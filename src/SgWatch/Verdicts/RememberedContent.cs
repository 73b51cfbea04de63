using SgWatch.Addresses;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Verdicts;

/// <summary>What a rule admitted at a moment.</summary>
/// <param name="Rule">The rule. Its description and tags mean nothing here.</param>
/// <param name="ListAddresses">The addresses of a customer's prefix list that is its peer. Null for any other peer, and for a list of
/// AWS, which counts by its id.</param>
public sealed record RememberedContent(SecurityGroupRule Rule, AddressSet? ListAddresses)
{
    /// <summary>What a rule admits now.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="prefixLists">The entries of prefix lists.</param>
    public static RememberedContent Of(SecurityGroupRule rule, PrefixLists prefixLists)
    {
        var bare = new SecurityGroupRule(rule.SecurityGroupRuleId, rule.IsEgress, rule.Service, rule.Peer);
        return rule.Peer is Peer.PrefixList(var id) && !prefixLists.OfAws.Contains(id)
            && prefixLists.Entries.TryGetValue(id, out var addresses)
            ? new(bare, addresses)
            : new(bare, null);
    }

    /// <summary>Whether both admit the same in the same words.</summary>
    public bool IsSameAs(RememberedContent other) => Rule.HasSameTraffic(other.Rule) && ListAddresses == other.ListAddresses;

    /// <summary>Whether this content admits everything that another admits.</summary>
    public bool Covers(RememberedContent other) => Rule.HasSameTraffic(other.Rule)
        ? ListAddresses is not { } addresses || (other.ListAddresses is { } others && addresses.Contains(others))
        : Traffic.Contains(other.Traffic);

    /// <summary>How much of the internet it names, from 0 to 1: of all IPv4 or of all IPv6 addresses, whichever is more.</summary>
    internal double PublicShare
    {
        get
        {
            if (Traffic.IsEmpty)
            {
                return 0;
            }
            var addresses = Traffic.Bands[0].Peers.Addresses.Intersect(SpecialPurposeRegistry.Public);
            return Math.Max((double)addresses.Ipv4.Count / Math.Pow(2, 32), (double)addresses.Ipv6.Count / Math.Pow(2, 128));
        }
    }

    /// <summary>All that it admits. A list of AWS is a name among the peers.</summary>
    internal TrafficSet Traffic => Rule.Peer is Peer.PrefixList && ListAddresses is { } addresses
        ? TrafficSet.Of(Rule.IsEgress, Rule.Service, PeerSet.Of(addresses))
        : AdmittedTraffic.Of(Rule, PrefixLists.None);
}
