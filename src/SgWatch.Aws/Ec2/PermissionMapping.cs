using System.Diagnostics.CodeAnalysis;
using Amazon.EC2.Model;
using SgWatch.Rules;
using SecurityGroupRule = SgWatch.Rules.SecurityGroupRule;

namespace SgWatch.Aws.Ec2;

/// <summary>Writes a rule as the permission with which an Authorize call adds it.</summary>
internal static class PermissionMapping
{
    /// <summary>Writes one rule as one permission; false if its peer is unknown, because EC2 has no such rule.</summary>
    public static bool TryWrite(SecurityGroupRule rule, [NotNullWhen(true)] out IpPermission? permission)
    {
        var service = rule.Service;
        var hasRange = service.IpProtocol.HasPorts || service.IpProtocol.IsIcmp;
        permission = new IpPermission
        {
            IpProtocol = service.IpProtocol.Ec2Text,
            FromPort = hasRange ? service.FromPort : null,
            ToPort = hasRange ? service.ToPort : null,
        };
        switch (rule.Peer)
        {
            case Peer.Ipv4(var cidr):
                permission.Ipv4Ranges = [new() { CidrIp = cidr.ToString(), Description = rule.Description }];
                return true;
            case Peer.Ipv6(var cidr):
                permission.Ipv6Ranges = [new() { CidrIpv6 = cidr.ToString(), Description = rule.Description }];
                return true;
            case Peer.PrefixList(var id):
                permission.PrefixListIds = [new() { Id = id, Description = rule.Description }];
                return true;
            case Peer.Group(var id, var userId):
                permission.UserIdGroupPairs = [new() { GroupId = id, UserId = userId, Description = rule.Description }];
                return true;
            default:
                permission = null;
                return false;
        }
    }
}
