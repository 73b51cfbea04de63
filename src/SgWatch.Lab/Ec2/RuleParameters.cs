using SgWatch.Rules;

namespace SgWatch.Lab.Ec2;

/// <summary>Rules as the parameters of an Authorize call: a permission for each.</summary>
/// <remarks>Source: EC2 API Reference, IpPermission, TagSpecification.</remarks>
internal static class RuleParameters
{
    /// <summary>The parameters for rules of one direction.</summary>
    /// <param name="rules">All with the same tags.</param>
    public static IEnumerable<(string Name, string? Value)> Of(IReadOnlyList<SecurityGroupRule> rules)
    {
        for (var i = 0; i < rules.Count; i++)
        {
            foreach (var (name, value) in Permission(rules[i]))
            {
                yield return ($"IpPermissions.{i + 1}.{name}", value);
            }
        }
        if (rules is not [{ Tags.IsEmpty: false } tagged, ..])
        {
            yield break;
        }
        yield return ("TagSpecification.1.ResourceType", "security-group-rule");
        foreach (var (i, (key, value)) in tagged.Tags.Index())
        {
            yield return ($"TagSpecification.1.Tag.{i + 1}.Key", key);
            yield return ($"TagSpecification.1.Tag.{i + 1}.Value", value);
        }
    }

    private static IEnumerable<(string Name, string? Value)> Permission(SecurityGroupRule rule)
    {
        var (protocol, service) = (rule.Service.IpProtocol, rule.Service);
        var (list, name, peer) = rule.Peer switch
        {
            Peer.Ipv4 ipv4 => ("IpRanges", "CidrIp", ipv4.ToString()),
            Peer.Ipv6 ipv6 => ("Ipv6Ranges", "CidrIpv6", ipv6.ToString()),
            Peer.PrefixList(var id) => ("PrefixListIds", "PrefixListId", id),
            Peer.Group(var id, _) => ("Groups", "GroupId", id),
            var unknown => throw new ArgumentException($"EC2 has no such rule: {unknown}", nameof(rule)),
        };
        yield return ("IpProtocol", protocol.Ec2Text);
        if (protocol.HasPorts || protocol.IsIcmp)
        {
            yield return ("FromPort", Ec2Xml.Number(service.FromPort));
            yield return ("ToPort", Ec2Xml.Number(service.ToPort));
        }
        yield return ($"{list}.1.{name}", peer);
        yield return ($"{list}.1.UserId", (rule.Peer as Peer.Group)?.UserId);
        yield return ($"{list}.1.Description", rule.Description);
    }
}
