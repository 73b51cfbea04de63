using System.Globalization;
using SgWatch.Addresses;
using SgWatch.Rules;
using SgWatch.Traffic;

namespace SgWatch.Verdicts.Judging;

/// <summary>The reasons of findings: one plain sentence each, with numbers.</summary>
internal static class WhyText
{
    private const int MaxNames = 3; // services or groups that are listed by name

    public static string With(string? reason, string why) => reason is null ? why : $"{why}; {reason}";

    public static string World(WorldBreach breach)
    {
        var together = breach.IsAlone ? "" : " together with other rules of the group";
        var count = breach.IsIpv4 ? Number(breach.PublicAddresses) : Rounded(breach.PublicAddresses);
        var family = breach.IsIpv4 ? "IPv4" : "IPv6";
        var nat64 = breach.IsNat64 ? $" through NAT64 ({Nat64.Block})" : "";
        return $"{breach.Rule.Rule.Service} admits {count} public {family} addresses{nat64}{together}; the policy calls that the world";
    }

    public static string Forbidden(SecurityGroupRule rule, TrafficSet violates) =>
        $"the policy forbids {Traffic(violates)}, which {rule} admits";

    public static string Unresolved(SecurityGroupRule rule) =>
        $"the addresses behind {rule.Peer} can't be read, so {rule} is neither passed nor revoked";

    public static string PolicyUnread(SecurityGroupRule rule) =>
        $"a prefix list of the policy can't be read, so {rule} is neither passed nor revoked";

    public static string Missing(TrafficSet missing) => $"the policy requires {Traffic(missing)}, which no rule admits";

    public static string RequiredUnread(TrafficSet unread) =>
        $"the policy requires {Traffic(unread)}, which no rule names, and the prefix list can't be read";

    // such as: tcp/22 from 256 IPv4 addresses, all of them public
    private static string Traffic(TrafficSet traffic)
    {
        var peers = default(PeerSet);
        var (ingress, egress) = (new List<Interval<uint>>(), new List<Interval<uint>>());
        foreach (var band in traffic.Bands)
        {
            peers = peers.Union(band.Peers);
            if (band.First < FlowSpace.FirstEgress)
            {
                ingress.Add(new(band.First, Math.Min(band.Last, FlowSpace.FirstEgress - 1)));
            }
            if (band.Last >= FlowSpace.FirstEgress)
            {
                egress.Add(new(FlowSpace.ServicePoint(Math.Max(band.First, FlowSpace.FirstEgress)), FlowSpace.ServicePoint(band.Last)));
            }
        }
        var directions = new[] { (Services: ingress, Side: "from"), (Services: egress, Side: "to") }
            .Where(direction => direction.Services.Count > 0)
            .Select(direction => $"{Services(direction.Services)} {direction.Side}");
        return $"{string.Join(" and ", directions)} {Peers(peers)}";
    }

    private static string Services(List<Interval<uint>> intervals)
    {
        var services = new List<string>();
        foreach (var interval in IntervalSet<uint>.Of(intervals).Intervals)
        {
            var cover = ServiceSpace.Cover(interval.First, interval.Last).Take(MaxNames + 1);
            services.AddRange(cover.Select(service => service.ToString()));
            if (services.Count > MaxNames)
            {
                break;
            }
        }
        return services.Count > MaxNames ? $"{string.Join(", ", services.Take(MaxNames))} and more" : string.Join(", ", services);
    }

    private static string Peers(PeerSet peers)
    {
        var open = peers.Addresses.Intersect(SpecialPurposeRegistry.Public);
        return string.Join(" and ", new[]
        {
            Addresses(peers.Addresses.Ipv4.Count, open.Ipv4.Count, "IPv4"),
            Addresses(peers.Addresses.Ipv6.Count, open.Ipv6.Count, "IPv6"),
            Names(peers.Groups, "any group"),
            Names(peers.PrefixLists, "any prefix list"),
        }.Where(text => text.Length > 0));
    }

    private static string Addresses(UInt128 all, UInt128 open, string family) => (all == 1, open == 0, open == all) switch
    {
        _ when all == 0 => "",
        (true, true, _) => $"one {family} address that isn't public",
        (true, false, _) => $"one public {family} address",
        (false, true, _) => $"{Number(all)} {family} addresses, none of them public",
        (false, _, true) => $"{Number(all)} {family} addresses, all of them public",
        _ => $"{Number(all)} {family} addresses, {Number(open)} of them public",
    };

    private static string Names(NameSet names, string any) => names.IsAllBut ? any
        : names.Names.Length > MaxNames ? $"{string.Join(", ", names.Names.Take(MaxNames))} and {names.Names.Length - MaxNames} more"
        : string.Join(", ", names.Names);

    private static string Number(UInt128 count) =>
        count < UInt128.One << 40 ? count.ToString("N0", CultureInfo.InvariantCulture) : Rounded(count);

    // 2^125 instead of 42,535,295,865,117,307,932,921,825,928,971,026,432
    private static string Rounded(UInt128 count) => $"about 2^{UInt128.Log2(count).ToString(CultureInfo.InvariantCulture)}";
}
