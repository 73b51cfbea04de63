using SgWatch.Addresses;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Verdicts.Judging;

/// <summary>A rule as a few numbers: its range of services and its range of addresses.</summary>
internal readonly struct RuleBounds
{
    private RuleBounds(SecurityGroupRule rule)
    {
        First = FlowSpace.Point(rule.IsEgress, rule.Service.First);
        Last = FlowSpace.Point(rule.IsEgress, rule.Service.Last);
        switch (rule.Peer)
        {
            case Peer.Ipv4(var cidr):
                (IsIpv4, FirstAddress, LastAddress) = (true, cidr.First, cidr.Last);
                HasPublic = SpecialPurposeRegistry.Public.Ipv4.Overlaps(cidr.First, cidr.Last);
                break;
            case Peer.Ipv6(var cidr):
                (FirstAddress, LastAddress) = (cidr.First, cidr.Last);
                HasPublic = SpecialPurposeRegistry.Public.Ipv6.Overlaps(cidr.First, cidr.Last);
                break;
            case Peer.Group(var id, _):
                Group = id;
                break;
            default:
                IsNamed = true;
                break;
        }
    }

    /// <summary>The first point of its direction and service in <see cref="FlowSpace"/>.</summary>
    public uint First { get; }

    /// <summary>The last point, itself in the range.</summary>
    public uint Last { get; }

    public bool IsIpv4 { get; }

    /// <summary>The first address of its block. An IPv4 address is the number of its 32 bits.</summary>
    public UInt128 FirstAddress { get; }

    /// <summary>The last address of its block, itself in the block.</summary>
    public UInt128 LastAddress { get; }

    /// <summary>Whether a public address is in its block.</summary>
    public bool HasPublic { get; }

    /// <summary>The group that is its peer. Null if it has another peer.</summary>
    public string? Group { get; }

    /// <summary>Whether its peer is a prefix list or wasn't understood, so that numbers don't describe it.</summary>
    public bool IsNamed { get; }

    public static RuleBounds Of(SecurityGroupRule rule) => new(rule);

    /// <summary>Whether some traffic of the rule is in a set. The rule must not be <see cref="IsNamed"/>.</summary>
    public bool Touches(TrafficSet traffic)
    {
        var bands = traffic.Bands;
        var (low, high) = (0, bands.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (bands[middle].Last < First)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        for (; low < bands.Length && bands[low].First <= Last; low++)
        {
            ref readonly var peers = ref bands[low];
            if (Group is not null ? peers.Peers.Groups.Contains(Group)
                : IsIpv4 ? peers.Peers.Addresses.Ipv4.Overlaps((uint)FirstAddress, (uint)LastAddress)
                : peers.Peers.Addresses.Ipv6.Overlaps(FirstAddress, LastAddress))
            {
                return true;
            }
        }
        return false;
    }
}
