using System.Collections.Frozen;
using SgWatch.Lab.Api;

namespace SgWatch.Lab.Ec2;

/// <summary>Every EC2 call that the lab answers, by its name.</summary>
internal static class Ec2Actions
{
    /// <summary>Does one call on a region and gives the content of its answer. It changes nothing if it throws.</summary>
    public delegate Element Handler(RegionState region, QueryNode parameters);

    private static readonly FrozenDictionary<string, Handler> Handlers = new Dictionary<string, Handler>
    {
        ["AssociateSecurityGroupVpc"] = VpcAssociationActions.Associate,
        ["AssociateVpcCidrBlock"] = VpcActions.AssociateCidrBlock,
        ["AuthorizeSecurityGroupEgress"] = static (region, parameters) => RuleActions.Authorize(region, parameters, isEgress: true),
        ["AuthorizeSecurityGroupIngress"] = static (region, parameters) => RuleActions.Authorize(region, parameters, isEgress: false),
        ["CreateDefaultVpc"] = static (region, _) => VpcActions.CreateDefault(region),
        ["CreateIpamPrefixListResolver"] = IpamActions.CreateResolver,
        ["CreateIpamPrefixListResolverTarget"] = IpamActions.CreateTarget,
        ["CreateManagedPrefixList"] = PrefixListActions.Create,
        ["CreateNetworkInterface"] = NetworkInterfaceActions.Create,
        ["CreateSecurityGroup"] = SecurityGroupActions.Create,
        ["CreateSubnet"] = NetworkInterfaceActions.CreateSubnet,
        ["CreateTags"] = TagActions.Create,
        ["CreateVpc"] = VpcActions.Create,
        ["DeleteManagedPrefixList"] = PrefixListActions.Delete,
        ["DeleteNetworkInterface"] = NetworkInterfaceActions.Delete,
        ["DeleteSecurityGroup"] = SecurityGroupActions.Delete,
        ["DeleteSubnet"] = NetworkInterfaceActions.DeleteSubnet,
        ["DeleteTags"] = TagActions.Delete,
        ["DeleteVpc"] = VpcActions.Delete,
        ["DescribeAvailabilityZones"] = static (region, _) => Regions.DescribeZones(region),
        ["DescribeManagedPrefixLists"] = PrefixListActions.Describe,
        ["DescribeNetworkInterfaces"] = NetworkInterfaceActions.Describe,
        ["DescribeRegions"] = static (_, parameters) => Regions.Describe(parameters),
        ["DescribeSecurityGroupRules"] = RuleActions.Describe,
        ["DescribeSecurityGroups"] = SecurityGroupActions.Describe,
        ["DescribeSecurityGroupVpcAssociations"] = VpcAssociationActions.Describe,
        ["DescribeTags"] = TagActions.Describe,
        ["DescribeVpcs"] = VpcActions.Describe,
        ["DisassociateSecurityGroupVpc"] = VpcAssociationActions.Disassociate,
        ["GetManagedPrefixListAssociations"] = PrefixListActions.GetAssociations,
        ["GetManagedPrefixListEntries"] = PrefixListActions.GetEntries,
        ["ModifyIpamPrefixListResolver"] = IpamActions.ModifyResolver,
        ["ModifyIpamPrefixListResolverTarget"] = IpamActions.ModifyTarget,
        ["ModifyManagedPrefixList"] = PrefixListActions.Modify,
        ["ModifyNetworkInterfaceAttribute"] = NetworkInterfaceActions.Modify,
        ["ModifySecurityGroupRules"] = RuleActions.Modify,
        ["RestoreManagedPrefixListVersion"] = PrefixListActions.Restore,
        ["RevokeSecurityGroupEgress"] = static (region, parameters) => RevokeActions.Revoke(region, parameters, isEgress: true),
        ["RevokeSecurityGroupIngress"] = static (region, parameters) => RevokeActions.Revoke(region, parameters, isEgress: false),
        ["UpdateSecurityGroupRuleDescriptionsEgress"] = static (region, parameters) =>
            RuleActions.UpdateDescriptions(region, parameters, isEgress: true),
        ["UpdateSecurityGroupRuleDescriptionsIngress"] = static (region, parameters) =>
            RuleActions.UpdateDescriptions(region, parameters, isEgress: false),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static Handler Find(string action)
    {
        var handler = Handlers.GetValueOrDefault(action) ?? throw NoSuchAction(action);
        return LabCall.IsReading(action) ? handler : (region, parameters) => region.Change(() => handler(region, parameters));
    }

    private static AwsErrorException NoSuchAction(string action) =>
        new AwsErrorException("InvalidAction", $"The action {action} is not valid for this web service.");
}
