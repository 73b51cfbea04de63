using SgWatch.Addresses;
using SgWatch.Events;
using SgWatch.Traffic;

namespace SgWatch.Policies;

/// <summary>Finds the rules that together open a group to the world.</summary>
/// <remarks>
/// Judged on the union of all rules, for each direction, protocol, port and family. Rules are taken until the rest is open nowhere:
/// first those that the event names, then the widest, then by id; so the order in which EC2 lists them means nothing.
/// A rule that the event names but whose addresses the other rules admit anyway opens nothing: it waits its turn among the others, so that
/// a new rule for one partner doesn't go because an old rule beside it is open to the world.
/// </remarks>
internal static class WorldJudge
{
    private static readonly PeerSet PublicPeers = PeerSet.Of(SpecialPurposeRegistry.Public);

    /// <summary>The breaches, in the order in which the rules were taken.</summary>
    /// <param name="rules">Every rule of the group.</param>
    /// <param name="flows">The points on which a guardrail forbids the world.</param>
    /// <param name="worldOpen">The thresholds.</param>
    /// <param name="changed">The rules that the event names.</param>
    public static List<WorldBreach> Judge(
        IReadOnlyList<RuleTraffic> rules, IntervalSet<uint> flows, WorldOpen worldOpen, ChangedRules changed)
    {
        var breaches = new List<WorldBreach>();
        var publicOnFlows = new Pattern(flows, PublicPeers, World: false).ToTraffic();
        var parts = rules
            .Select(rule => new Part(rule, rule.Admits.Intersect(publicOnFlows)))
            .Where(part => !part.Public.IsEmpty)
            .ToArray();
        if (OpenFlows.Of(Union(parts), worldOpen).IsEmpty)
        {
            return breaches;
        }
        var ordered = Order(parts, changed);
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
            breaches.Add(new(
                rule, open.Restrict(rule.Admits), MostAddresses(together, publicPart), !OpenFlows.Of(traffic, worldOpen).IsEmpty));
        }
        return breaches;
    }

    private static Part[] Order(Part[] parts, ChangedRules changed)
    {
        var named = parts.Select(part => changed.Contains(part.Rule.Rule)).ToArray();
        // with every rule named, naming says nothing: the widest come first
        var namingCounts = named.Contains(true) && named.Contains(false);
        return [.. parts
            .Select((part, i) => (part, first: namingCounts && named[i] && OpensSomething(parts, i)))
            .OrderByDescending(x => x.first)
            .ThenByDescending(x => Width(x.part.Public))
            .ThenByDescending(x => (ulong)x.part.Rule.Rule.Service.Last - x.part.Rule.Rule.Service.First)
            .ThenBy(x => x.part.Rule.Rule.SecurityGroupRuleId, StringComparer.Ordinal)
            .ThenBy(x => x.part.Rule.Rule.ToString(), StringComparer.Ordinal)
            .Select(x => x.part)];
    }

    private static bool OpensSomething(Part[] parts, int index) =>
        !Union(parts.Where((_, i) => i != index)).Contains(parts[index].Public);

    private static UInt128 Width(TrafficSet traffic)
    {
        var addresses = traffic.Bands[0].Peers.Addresses; // a rule has one peer, so all its bands have the same
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

    private static UInt128 MostAddresses(TrafficSet together, TrafficSet publicPart)
    {
        UInt128 most = 0;
        var isIpv4 = !publicPart.Bands[0].Peers.Addresses.Ipv4.IsEmpty;
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

    private sealed record Part(RuleTraffic Rule, TrafficSet Public);
}
