using System.Globalization;
using SgWatch.Lab.Api;
using SgWatch.Rules;

namespace SgWatch.Lab.Ec2;

/// <summary>What EC2 holds against a group's rules taken together: doubles, and too many.</summary>
internal static class RuleChecks
{
    /// <summary>Refuses a rule that admits the same traffic as one that is there.</summary>
    public static void CheckNoDuplicate(IEnumerable<SecurityGroupRule> existing, SecurityGroupRule added)
    {
        if (existing.Any(added.HasSameTraffic))
        {
            throw new AwsErrorException("InvalidPermission.Duplicate", $"the specified rule \"{Describe(added)}\" already exists");
        }
    }

    /// <summary>Refuses more rules than a group may have; a prefix list counts for all the entries it may have.</summary>
    public static void CheckQuota(RegionState region, IReadOnlyCollection<SecurityGroupRule> rules)
    {
        foreach (var isEgress in (bool[])[false, true])
        {
            foreach (var isIpv6 in (bool[])[false, true])
            {
                if (rules.Where(rule => rule.IsEgress == isEgress).Sum(
                    rule => Weight(region, rule.Peer, isIpv6)) > region.Settings.MaxRulesPerGroup)
                {
                    throw new AwsErrorException(
                        "RulesPerSecurityGroupLimitExceeded", "The maximum number of rules per security group has been reached.");
                }
            }
        }
    }

    private static int Weight(RegionState region, Peer peer, bool isIpv6) => peer switch
    {
        Peer.Ipv4 => isIpv6 ? 0 : 1,
        Peer.Ipv6 => isIpv6 ? 1 : 0,
        Peer.PrefixList(var id) => region.PrefixLists.GetValueOrDefault(id) is { } list ? (list.IsIpv6 == isIpv6 ? list.MaxEntries : 0) : 1,
        _ => 1, // a group counts in both families
    };

    private static string Describe(SecurityGroupRule rule)
    {
        var service = rule.Service;
        var what = service.IpProtocol switch
        {
            { Number: -1 } => "ALL",
            { HasPorts: true } protocol => string.Create(CultureInfo.InvariantCulture,
                $"{protocol.ToString().ToUpperInvariant()}, from port: {service.FromPort}, to port: {service.ToPort}"),
            { IsIcmp: true } protocol =>
                $"{protocol.ToString().ToUpperInvariant()}, type: {OrAll(service.FromPort)}, code: {OrAll(service.ToPort)}",
            var protocol => protocol.ToString(),
        };
        return $"peer: {rule.Peer}, {what}, ALLOW";
    }

    private static string OrAll(int value) => value < 0 ? "ALL" : value.ToString(CultureInfo.InvariantCulture);
}
