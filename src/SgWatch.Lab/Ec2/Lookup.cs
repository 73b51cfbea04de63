using System.Buffers;
using SgWatch.Lab.Api;
using SgWatch.Rules;

namespace SgWatch.Lab.Ec2;

/// <summary>Finds what a parameter names, or refuses as EC2 does.</summary>
/// <remarks>Source: EC2 API Reference, Error codes.</remarks>
internal static class Lookup
{
    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");

    /// <summary>A required parameter.</summary>
    public static string Required(QueryNode parameters, string name) =>
        parameters[name].Value is { Length: > 0 } value ? value : throw AwsErrorException.Missing(name);

    /// <summary>The group of the parameters GroupId or GroupName; a name is looked up in the default VPC.</summary>
    public static SecurityGroup Group(RegionState region, QueryNode parameters) =>
        (parameters["GroupId"].Value, parameters["GroupName"].Value) switch
        {
            (null or "", null or "") => throw AwsErrorException.Missing("groupName or groupId"),
            ({ Length: > 0 } id, null or "") => Group(region, id),
            (null or "", { } name) => GroupNamed(region, name),
            _ => throw new AwsErrorException(
                "InvalidParameterCombination", "The parameter groupName cannot be used with the parameter groupId"),
        };

    public static SecurityGroup Group(RegionState region, string groupId)
    {
        CheckId(region, groupId, "sg-", "InvalidGroupId.Malformed");
        return region.Groups.GetValueOrDefault(groupId) ?? throw GroupNotFound(groupId);
    }

    /// <summary>A group as a call that reads it by its id sees it.</summary>
    public static SecurityGroup SeenGroup(RegionState region, string groupId)
    {
        CheckId(region, groupId, "sg-", "InvalidGroupId.Malformed");
        return region.SeenById(groupId) ?? throw GroupNotFound(groupId);
    }

    public static SecurityGroup GroupNamed(RegionState region, string name) => GroupNamed(region, name, region.Groups.Values);

    /// <summary>A group of the default VPC by its name, among the groups that a call sees.</summary>
    public static SecurityGroup GroupNamed(RegionState region, string name, IEnumerable<SecurityGroup> seen)
    {
        var vpc = region.DefaultVpc ?? throw new AwsErrorException("VPCIdNotSpecified", "No default VPC for this user");
        return seen.FirstOrDefault(group => group.VpcId == vpc.VpcId && group.GroupName == name)
            ?? throw new AwsErrorException(
                "InvalidGroup.NotFound", $"The security group '{name}' does not exist in default VPC '{vpc.VpcId}'");
    }

    public static Vpc Vpc(RegionState region, string vpcId)
    {
        CheckId(region, vpcId, "vpc-", "InvalidVpcId.Malformed");
        return region.Vpcs.GetValueOrDefault(vpcId)
            ?? throw new AwsErrorException("InvalidVpcID.NotFound", $"The vpc ID '{vpcId}' does not exist");
    }

    public static PrefixList PrefixList(RegionState region, string prefixListId)
    {
        CheckId(region, prefixListId, "pl-", "InvalidPrefixListId.Malformed");
        return region.PrefixLists.GetValueOrDefault(prefixListId)
            ?? throw new AwsErrorException("InvalidPrefixListID.NotFound", $"The prefix list ID '{prefixListId}' does not exist");
    }

    /// <summary>A group's rule of one direction, or of either.</summary>
    public static SecurityGroupRule Rule(RegionState region, SecurityGroup group, string ruleId, bool? isEgress)
    {
        CheckRuleId(region, ruleId);
        return group.Rules.FirstOrDefault(rule => rule.SecurityGroupRuleId == ruleId && (isEgress is null || rule.IsEgress == isEgress))
            ?? throw RuleNotFound(ruleId);
    }

    public static void CheckRuleId(RegionState region, string ruleId) =>
        CheckId(region, ruleId, "sgr-", "InvalidSecurityGroupRuleId.Malformed");

    public static AwsErrorException RuleNotFound(string ruleId) =>
        new("InvalidSecurityGroupRuleId.NotFound", $"The security group rule ID '{ruleId}' does not exist");

    private static AwsErrorException GroupNotFound(string groupId) =>
        new("InvalidGroup.NotFound", $"The security group '{groupId}' does not exist");

    /// <summary>Refuses an id that isn't the prefix and 8 or 17 hexadecimal digits.</summary>
    public static void CheckId(RegionState region, string id, string prefix, string errorCode)
    {
        if (region.Settings.AllowsShortIds)
        {
            return;
        }
        if (!(id.StartsWith(prefix, StringComparison.Ordinal) && id.Length - prefix.Length is 8 or 17
            && id.AsSpan(prefix.Length).IndexOfAnyExcept(Hexadecimal) < 0))
        {
            throw new AwsErrorException(errorCode, $"Invalid id: \"{id}\" (expecting \"{prefix}...\")");
        }
    }
}
