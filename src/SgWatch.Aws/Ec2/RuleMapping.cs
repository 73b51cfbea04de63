using System.Globalization;
using SgWatch.Addresses;
using SgWatch.Rules;
using Ec2Rule = Amazon.EC2.Model.SecurityGroupRule;

namespace SgWatch.Aws.Ec2;

/// <summary>Reads a rule from an answer of DescribeSecurityGroupRules.</summary>
/// <remarks>
/// A rule that can't be understood admits any service from an unknown peer, so that it is reported and not overlooked. Examples: an
/// unknown protocol, an impossible port, no peer, or several peers.
/// </remarks>
internal static class RuleMapping
{
    /// <summary>Reads a rule, and only counts its tags: 50 of full length have 19,200 characters.</summary>
    public static SecurityGroupRule ReadWithoutTags(Ec2Rule rule)
    {
        var unreadTags = rule.Tags?.Count ?? 0;
        rule.Tags = null;
        return Read(rule) with { UnreadTags = unreadTags };
    }

    /// <summary>Reads a rule with its tags.</summary>
    public static SecurityGroupRule Read(Ec2Rule rule)
    {
        var isRead = ReadService(rule, out var service) & ReadPeer(rule, out var peer) && rule.IsEgress is not null;
        return new(
            rule.SecurityGroupRuleId,
            rule.IsEgress ?? false,
            isRead ? service : Service.Any,
            isRead ? peer! : new Peer.Unknown(Describe(rule)))
        {
            Description = rule.Description,
            Tags = GroupMapping.ReadTags(rule.Tags),
        };
    }

    private static bool ReadService(Ec2Rule rule, out Service service)
    {
        service = default;
        return IpProtocol.TryParse(rule.IpProtocol, out var protocol)
            && Service.TryCreate(protocol, rule.FromPort, rule.ToPort, out service);
    }

    private static bool ReadPeer(Ec2Rule rule, out Peer? peer)
    {
        Peer?[] peers = [
            rule.CidrIpv4 is { Length: > 0 } ipv4 ? ReadIpv4(ipv4) : null,
            rule.CidrIpv6 is { Length: > 0 } ipv6 ? ReadIpv6(ipv6) : null,
            rule.PrefixListId is { Length: > 0 } list ? new Peer.PrefixList(list) : null,
            rule.ReferencedGroupInfo?.GroupId is { Length: > 0 } group
                ? new Peer.Group(group, rule.ReferencedGroupInfo.UserId)
                : null];
        var named = peers.OfType<Peer>().ToList();
        peer = named is [var only and not Peer.Unknown] ? only : null;
        return peer is not null;
    }

    private static Peer ReadIpv4(string text) =>
        CidrIpv4.TryParse(text, out var cidr) ? new Peer.Ipv4(cidr) : new Peer.Unknown(text);

    private static Peer ReadIpv6(string text) =>
        CidrIpv6.TryParse(text, out var cidr) ? new Peer.Ipv6(cidr) : new Peer.Unknown(text);

    private static string Describe(Ec2Rule rule)
    {
        string?[] peers = [rule.CidrIpv4, rule.CidrIpv6, rule.PrefixListId, rule.ReferencedGroupInfo?.GroupId];
        var named = string.Join(" and ", peers.Where(peer => !string.IsNullOrEmpty(peer)));
        return string.Create(CultureInfo.InvariantCulture,
            $"protocol {rule.IpProtocol}, ports {rule.FromPort} to {rule.ToPort}, peer {named}");
    }
}
