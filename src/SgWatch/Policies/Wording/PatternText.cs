using SgWatch.Addresses;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Policies.Wording;

/// <summary>Patterns in plain words, with the policy's own names if it has them.</summary>
internal static class PatternText
{
    private const int MaxItems = 8;

    /// <summary>Such as <c>ingress admin (tcp/22, tcp/3389) from the internet</c>.</summary>
    public static string Of(Pattern pattern, Policy policy)
    {
        if (pattern.Flows == Pattern.Any.Flows && pattern.Peers == PeerSet.Everything)
        {
            return "any traffic";
        }
        var isEgress = FlowSpace.IsEgress(pattern.Flows.Intervals[0].First);
        var peers = Peers(pattern, policy);
        var groups = pattern.Groups == Selector.EveryGroup ? "" : $" for {SelectorText.Of(pattern.Groups)}";
        return $"{(isEgress ? "egress" : "ingress")} {Services(pattern, policy)} {(isEgress ? "to" : "from")} {peers}{groups}";
    }

    private static string Services(Pattern pattern, Policy policy)
    {
        var points = IntervalSet<uint>.Of(pattern.Flows.Intervals.ToArray()
            .Select(flow => new Interval<uint>(FlowSpace.ServicePoint(flow.First), FlowSpace.ServicePoint(flow.Last))));
        var services = points.Intervals.ToArray()
            .SelectMany(interval => ServiceSpace.Cover(interval.First, interval.Last))
            .Select(service => service.ToString());
        var text = Some(services.Select(service => service == "any" ? "of any protocol" : service));
        return policy.Services.FirstOrDefault(named => named.Value == points).Key is { } name ? $"{name} ({text})" : text;
    }

    private static string Peers(Pattern pattern, Policy policy)
    {
        if (pattern.Peers == PeerSet.Everything)
        {
            return "anyone";
        }
        var groups = pattern.Peers.Groups;
        return string.Join(" or ", (string[])
        [
            .. pattern.World ? ["the world"] : Array.Empty<string>(),
            .. pattern.Peers.Addresses.IsEmpty ? [] : new[] { Addresses(pattern.Peers.Addresses, policy) },
            .. groups.IsAllBut ? ["any security group"] : groups.IsEmpty ? Array.Empty<string>() : [Some(groups.Names)],
            .. pattern.PrefixLists.IsEmpty ? Array.Empty<string>() : [Some(pattern.PrefixLists)],
        ]);
    }

    private static string Addresses(AddressSet addresses, Policy policy) =>
        addresses == AddressSet.Everything ? "any address"
        : addresses == SpecialPurposeRegistry.Public ? "the internet"
        : addresses == SpecialPurposeRegistry.Private ? "private addresses"
        : policy.Networks.FirstOrDefault(named => named.Value == addresses).Key is { } name ? $"{name} ({Some(addresses.ToCidrs())})"
        : Some(addresses.ToCidrs());

    private static string Some(IEnumerable<string> items)
    {
        var all = items.ToArray();
        return all.Length <= MaxItems ? string.Join(", ", all) : $"{string.Join(", ", all[..MaxItems])} and {all.Length - MaxItems} more";
    }
}
