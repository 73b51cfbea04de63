using SgWatch.Lab.Api;

namespace SgWatch.Lab.Trail;

/// <summary>Which calls of EC2 and EventBridge change something, and in which of its two serialisations CloudTrail writes them.</summary>
/// <remarks>
/// Source: CloudTrail user guide, CloudTrail record contents; real records. The older calls are written field by field with
/// <c>items</c> lists; the newer ones, and those not known here, whole, as <c>…Request</c> and <c>…Response</c>.
/// </remarks>
internal static class ChangeCalls
{
    private static readonly string[] RuleFields =
    [
        "GroupId", "GroupName", "IpPermissions", "IpProtocol", "FromPort", "ToPort", "CidrIp", "SourceSecurityGroupName",
        "SourceSecurityGroupOwnerId", "SecurityGroupRuleId", "SecurityGroupRuleDescription", "TagSpecification",
    ];

    private static readonly Dictionary<string, string[]> LegacyFields = new(StringComparer.Ordinal)
    {
        ["AuthorizeSecurityGroupEgress"] = RuleFields,
        ["AuthorizeSecurityGroupIngress"] = RuleFields,
        ["RevokeSecurityGroupEgress"] = RuleFields,
        ["RevokeSecurityGroupIngress"] = RuleFields,
        ["UpdateSecurityGroupRuleDescriptionsEgress"] = RuleFields,
        ["UpdateSecurityGroupRuleDescriptionsIngress"] = RuleFields,
        ["CreateSecurityGroup"] = ["GroupName", "GroupDescription", "VpcId", "TagSpecification"],
        ["DeleteSecurityGroup"] = ["GroupId", "GroupName"],
        ["CreateVpc"] = ["CidrBlock", "InstanceTenancy", "AmazonProvidedIpv6CidrBlock", "TagSpecification"],
        ["CreateDefaultVpc"] = [],
        ["DeleteVpc"] = ["VpcId"],
        ["CreateSubnet"] = ["VpcId", "CidrBlock", "AvailabilityZone", "TagSpecification"],
        ["DeleteSubnet"] = ["SubnetId"],
        ["CreateNetworkInterface"] = ["SubnetId", "Description", "SecurityGroupId", "TagSpecification"],
        ["ModifyNetworkInterfaceAttribute"] = ["NetworkInterfaceId", "SecurityGroupId"],
        ["DeleteNetworkInterface"] = ["NetworkInterfaceId"],
        ["DisableRule"] = ["Name"],
        ["EnableRule"] = ["Name"],
        ["CreateTags"] = ["ResourceId", "Tag"],
        ["DeleteTags"] = ["ResourceId", "Tag"],
    };

    public static bool Contains(string action) => !LabCall.IsReading(action);

    /// <summary>The parameters of an older call, in the order in which a record has them; null for a newer one.</summary>
    public static IReadOnlyList<string>? Legacy(string action) => LegacyFields.GetValueOrDefault(action);
}
