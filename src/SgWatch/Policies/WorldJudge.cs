using SgWatch.Addresses;
using SgWatch.Traffic;

namespace SgWatch.Policies;

/// <summary>Finds the rules that together open a group to the world.</summary>
/// <remarks>
/// Judged on the union of all rules, without what is permitted, for each direction, protocol, port and family. Rules are taken until the
/// rest is open nowhere: first the new ones, then the widest, then by id; so the order in which EC2 lists them means nothing.
/// A new rule whose addresses the old rules admit anyway opens nothing: it waits its turn among the others, so that
/// a new rule for one partner doesn't go because an old rule beside it is open to the world.
/// What was taken, judged again with the same rules new, takes no more of them: so one plan is enough.
/// </remarks>
internal static class WorldJudge
{
    private static readonly TrafficSet Public = TrafficSet.Of(0, FlowSpace.Last, PeerSet.Of(SpecialPurposeRegistry.Public));

    /// <summary>The breaches, in the order in which the rules were taken.</summary>
    /// <param name="rules">Every rule of the group whose peer is known.</param>
    /// <param name="world">Traffic with any address where the world is forbidden, without what is permitted.</param>
    /// <param name="worldOpen">The thresholds.</param>
    public static List<WorldBreach> Judge(IReadOnlyCollection<RuleTraffic> rules, TrafficSet world, WorldOpen worldOpen)
    {
        var breaches = new List<WorldBreach>();
        var publicWorld = world.Intersect(Public);
        var parts = rules
            .Select(rule => new Part(rule, rule.Admits.Intersect(publicWorld)))
            .Where(part => !part.Public.IsEmpty)
            .ToArray();
        if (OpenFlows.Of(Union(parts), worldOpen).IsEmpty)
        {
            return breaches;
        }
        var ordered = Order(parts);
        var following = UnionsOfFollowing(ordered);
        var kept = default(TrafficSet);
        for (var i = 0; i < ordered.Length; i++)
        {
            var (rule, traffic) = ordered[i];
            var together = kept.Union(traffic).Union(following[i]);
            var open = OpenFlows.Of(together, worldOpen);
            var publicPart = open.Restrict(traffic);
            if (publicPart.IsEmpty)
            {
                kept = kept.Union(traffic);
                continue;
            }
            var isIpv4 = !publicPart.Bands[0].Peers.Addresses.Ipv4.IsEmpty;
            breaches.Add(new(rule, open.Restrict(rule.Admits.Intersect(world)), isIpv4,
                MostAddresses(together, publicPart, isIpv4), !OpenFlows.Of(traffic, worldOpen).IsEmpty));
        }
        return breaches;
    }

    private static Part[] Order(Part[] parts)
    {
        var old = Union(parts.Where(part => !part.Rule.IsNew));
        return [.. parts
            .OrderByDescending(part => part.Rule.IsRestored)
            .ThenByDescending(part => part.Rule.IsNew && !old.Contains(part.Public))
            .ThenByDescending(part => Width(part.Rule))
            .ThenByDescending(part => (ulong)part.Rule.Rule.Service.Last - part.Rule.Rule.Service.First)
            .ThenBy(part => part.Rule.Rule.SecurityGroupRuleId, StringComparer.Ordinal)
            .ThenBy(part => part.Rule.Rule.ToString(), StringComparer.Ordinal)];
    }

    private static UInt128 Width(RuleTraffic rule)
    {
        var addresses = rule.Admits.Bands[0].Peers.Addresses.Intersect(SpecialPurposeRegistry.Public);
        return addresses.Ipv4.Count + addresses.Ipv6.Count;
    }

    private static TrafficSet[] UnionsOfFollowing(Part[] ordered)
    {
        var unions = new TrafficSet[ordered.Length];
        for (var i = ordered.Length - 2; i >= 0; i--)
        {
            unions[i] = unions[i + 1].Union(ordered[i + 1].Public);
        }
        return unions;
    }

    private static TrafficSet Union(IEnumerable<Part> parts) =>
        parts.Aggregate(default(TrafficSet), (union, part) => union.Union(part.Public));

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

    /// <summary>A rule, and the public addresses that it admits and nothing permits.</summary>
    private sealed record Part(RuleTraffic Rule, TrafficSet Public);
}
