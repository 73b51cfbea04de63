using SgWatch.Addresses;
using SgWatch.Policies;
using SgWatch.Traffic;

namespace SgWatch.Verdicts.Judging;

/// <summary>Finds the rules that together open a group to the world.</summary>
/// <remarks>
/// The union of all rules is judged, without what is permitted, for each direction, protocol, port and family. A NAT64 address counts as
/// the IPv4 address that it leads to. So half of IPv4 and the other half through NAT64 are the world. Rules are taken until the rest is
/// open nowhere: first the new ones, even where old ones admit the same addresses, then turned ones, then the others. Among rules of
/// the same standing the latest made goes first, then the widest, then by id. So the order in which EC2 lists them means nothing.
/// If the rest is judged again with the same rules new, no more rules are taken. So one plan is enough.
/// </remarks>
internal sealed class WorldJudge
{
    private static readonly TrafficSet Public = TrafficSet.Of(0, FlowSpace.Last, PeerSet.Of(SpecialPurposeRegistry.Public));

    private static readonly WorldOpen OneAddress = new(32, 128);

    private readonly TrafficSet _world;
    private readonly WorldOpen _worldOpen;
    private readonly List<WorldBreach> _breaches = [];

    private WorldJudge(TrafficSet world, WorldOpen worldOpen) => (_world, _worldOpen) = (world, worldOpen);

    /// <summary>The breaches, in the order in which the rules were taken.</summary>
    /// <param name="rules">Every rule of the group whose peer is known; <see cref="WorldPart.Public"/> holds all that it admits.</param>
    /// <param name="world">Traffic with any address wherever the world is forbidden, without what is permitted.</param>
    /// <param name="worldOpen">From how many addresses on traffic is open to the world.</param>
    public static List<WorldBreach> Judge(IEnumerable<WorldPart> rules, TrafficSet world, WorldOpen worldOpen)
    {
        var publicWorld = world.Intersect(Public);
        var parts = rules
            .Select(part => part with { Public = Translate(part.Public.Intersect(publicWorld)) })
            .Where(part => !part.Public.IsEmpty)
            .ToArray();
        var open = MayBeOpen(parts, worldOpen) ? OpenFlows.Of(Union(parts), worldOpen) : default;
        if (open.IsEmpty)
        {
            return [];
        }
        // A point that isn't open with all rules isn't open with fewer of them, so it needn't be judged again.
        var judge = new WorldJudge(world, worldOpen);
        judge.Take([.. Order(parts)
            .Select(part => part with { Public = open.Restrict(part.Public) })
            .Where(part => !part.Public.IsEmpty)], default);
        return judge._breaches;
    }

    // Each rule is judged together with all that follow it. To keep the union of the followers for every rule would take memory that
    // grows with the square of the rules. So the first half is judged with the union of the second half, and then the second half.
    private void Take(WorldPart[] ordered, TrafficSet following)
    {
        if (ordered.Length == 1)
        {
            TakeOrKeep(ordered[0], following);
        }
        else if (ordered.Length > 1)
        {
            var (first, second) = (ordered[..(ordered.Length / 2)], ordered[(ordered.Length / 2)..]);
            Take(first, following.Union(Union(second)));
            Take(second, following);
        }
    }

    private void TakeOrKeep(WorldPart part, TrafficSet following)
    {
        var (rule, traffic) = (part.Rule, part.Public);
        var together = traffic.Union(following);
        var open = OpenFlows.Of(together, _worldOpen);
        var publicPart = open.Restrict(traffic);
        if (publicPart.IsEmpty)
        {
            return; // The rules after it aren't open without it either, so the rule may stay and needn't be remembered.
        }
        var addresses = publicPart.Bands[0].Peers.Addresses;
        var isNat64 = rule.Admits.Bands[0].Peers.Addresses.Ipv4.IsEmpty; // the rule's IPv4 addresses, if any, are in its NAT64 addresses
        var isIpv4 = !addresses.Ipv4.IsEmpty && (addresses.Ipv6.IsEmpty || !isNat64);
        // Where the rule itself adds no public address, another one opens the group, and its private addresses there are no fault.
        var own = OpenFlows.Of(publicPart, OneAddress);
        _breaches.Add(new(rule, own.Restrict(rule.Admits.Intersect(_world)), isIpv4,
            MostAddresses(together, publicPart, isIpv4), !OpenFlows.Of(traffic, _worldOpen).IsEmpty)
        { IsNat64 = isIpv4 && isNat64 });
    }

    // the sum of the rules' addresses, as if no two rules overlapped
    private static bool MayBeOpen(WorldPart[] parts, WorldOpen worldOpen)
    {
        var (ipv4, ipv6) = (UInt128.Zero, UInt128.Zero);
        foreach (var part in parts)
        {
            ipv4 += Most(part.Public, isIpv4: true);
            var more = Most(part.Public, isIpv4: false);
            ipv6 = more > UInt128.MaxValue - ipv6 ? UInt128.MaxValue : ipv6 + more;
        }
        return ipv4 >= worldOpen.ThresholdIpv4 || ipv6 >= worldOpen.ThresholdIpv6;
    }

    private static UInt128 Most(TrafficSet traffic, bool isIpv4)
    {
        UInt128 most = 0;
        foreach (var band in traffic.Bands)
        {
            most = UInt128.Max(most, isIpv4 ? band.Peers.Addresses.Ipv4.Count : band.Peers.Addresses.Ipv6.Count);
        }
        return most;
    }

    private static WorldPart[] Order(WorldPart[] parts) =>
    [
        .. parts
            .OrderByDescending(part => part.Rule.IsRestored)
            .ThenBy(part => part.Standing switch { Standing.New => 0, Standing.Turned => 1, Standing.Waiting => 2, _ => 3 })
            .ThenByDescending(part => part.Standing == Standing.Tolerated ? default : part.MadeAt ?? DateTimeOffset.MaxValue)
            .ThenByDescending(part => Width(part.Rule))
            .ThenByDescending(part => (ulong)part.Rule.Rule.Service.Last - part.Rule.Rule.Service.First)
            .ThenBy(part => part.Rule.Rule.SecurityGroupRuleId, StringComparer.Ordinal)
            .ThenBy(part => part.Rule.Rule.ToString(), StringComparer.Ordinal),
    ];

    private static UInt128 Width(RuleTraffic rule)
    {
        var addresses = rule.Admits.Bands[0].Peers.Addresses.Intersect(SpecialPurposeRegistry.Public);
        return addresses.Ipv4.Count + addresses.Ipv6.Count;
    }

    private static TrafficSet Union(IEnumerable<WorldPart> parts) =>
        Pairwise.Combine(parts.Select(part => part.Public), static (a, b) => a.Union(b));

    private static UInt128 MostAddresses(TrafficSet together, TrafficSet publicPart, bool isIpv4)
    {
        UInt128 most = 0;
        foreach (var band in publicPart.Bands)
        {
            foreach (var other in together.Bands)
            {
                if (other.First <= band.Last && band.First <= other.Last)
                {
                    var addresses = other.Peers.Addresses;
                    most = UInt128.Max(most, isIpv4 ? addresses.Ipv4.Count : addresses.Ipv6.Count);
                }
            }
        }
        return most;
    }

    // the same traffic with IPv4 addresses in place of the NAT64 addresses that lead to them
    private static TrafficSet Translate(TrafficSet traffic)
    {
        var parts = new List<TrafficSet>(traffic.Bands.Length);
        foreach (var band in traffic.Bands)
        {
            parts.Add(TrafficSet.Of(band.First, band.Last, PeerSet.Of(Nat64.Translate(band.Peers.Addresses))));
        }
        return Pairwise.Combine(parts, static (a, b) => a.Union(b));
    }
}
