using SgWatch.Lab.Api;
using SgWatch.Rules;

namespace SgWatch.Lab.Ec2;

/// <summary>The calls that take rules away.</summary>
/// <remarks>
/// Source: EC2 API Reference, RevokeSecurityGroupIngress: by ids or by properties, and what happens to properties that no rule has.
/// </remarks>
internal static class RevokeActions
{
    public static Element Revoke(RegionState region, QueryNode parameters, bool isEgress)
    {
        var group = Lookup.Group(region, parameters);
        var ids = parameters["SecurityGroupRuleId"].Texts;
        var byProperties = !parameters["IpPermissions"].IsEmpty
            || (!isEgress && !(parameters["CidrIp"].IsEmpty && parameters["SourceSecurityGroupName"].IsEmpty));
        return (ids.Count > 0, byProperties) switch
        {
            (true, true) => throw new AwsErrorException(
                "InvalidParameterCombination", "The parameter securityGroupRuleIds cannot be used with ipPermissions"),
            (true, false) => Remove(region, group, [.. ids.Distinct().Select(id => Lookup.Rule(region, group, id, isEgress))], []),
            (false, true) => ByProperties(region, group, RuleReader.Read(region, group, isEgress, parameters)),
            _ => throw new AwsErrorException("MissingParameter", "Either 'ipPermissions' or 'securityGroupRuleIds' should be provided."),
        };
    }

    public static AwsErrorException PermissionNotFound() =>
        new("InvalidPermission.NotFound", "The specified rule does not exist in this security group.");

    private static Element ByProperties(RegionState region, SecurityGroup group, IReadOnlyList<SecurityGroupRule> wanted)
    {
        var unknown = wanted.Where(rule => !group.Rules.Any(rule.HasSameTraffic)).ToList();
        if (unknown.Count > 0 && !region.Vpcs[group.VpcId!].IsDefault)
        {
            throw PermissionNotFound();
        }
        return Remove(region, group, [.. group.Rules.Where(rule => wanted.Any(rule.HasSameTraffic))], unknown);
    }

    private static Element Remove(
        RegionState region, SecurityGroup group, IReadOnlyList<SecurityGroupRule> revoked, List<SecurityGroupRule> unknown)
    {
        region.Groups[group.GroupId] = group with { Rules = group.Rules.RemoveRange(revoked) };
        foreach (var rule in revoked)
        {
            region.Tags.Remove(rule.SecurityGroupRuleId!);
        }
        return new Element("")
        {
            { "return", true },
            Element.List("revokedSecurityGroupRuleSet", revoked.Select(rule => Ec2Xml.RevokedRule(group, rule))),
            unknown.Count > 0 ? Ec2Xml.Permissions("unknownIpPermissionSet", unknown) : null,
        };
    }
}
