using System.Collections.Immutable;
using System.Globalization;
using SgWatch.Lab.Api;
using SgWatch.Rules;

namespace SgWatch.Lab.Ec2;

/// <summary>The lab's resources as EC2 writes them.</summary>
/// <remarks>Source: EC2 API Reference, data types SecurityGroup, IpPermission, SecurityGroupRule, Vpc, ManagedPrefixList.</remarks>
internal static class Ec2Xml
{
    public static Element Tags(ImmutableSortedDictionary<string, string> tags) => Element.List(
        "tagSet", tags.Select(static tag => new Element("item") { { "key", tag.Key }, { "value", tag.Value } }));

    public static Element Group(RegionState region, SecurityGroup group) => new("item")
    {
        { "ownerId", group.OwnerId },
        { "groupId", group.GroupId },
        { "groupName", group.GroupName },
        { "groupDescription", group.Description },
        { "vpcId", group.VpcId },
        { "securityGroupArn", region.Arn($"security-group/{group.GroupId}") },
        Permissions("ipPermissions", group.Rules.Where(static rule => !rule.IsEgress)),
        Permissions("ipPermissionsEgress", group.Rules.Where(static rule => rule.IsEgress)),
        Tags(group.Tags),
    };

    /// <summary>Rules as permissions: those with the same protocol and ports in one.</summary>
    public static Element Permissions(string name, IEnumerable<SecurityGroupRule> rules) =>
        Element.List(name, rules.GroupBy(static rule => rule.Service).Select(
        static permission => new Element("item")
        {
            { "ipProtocol", permission.Key.IpProtocol.Ec2Text },
            { "fromPort", permission.Key.IpProtocol.HasPorts || permission.Key.IpProtocol.IsIcmp ? permission.Key.FromPort : null },
            { "toPort", permission.Key.IpProtocol.HasPorts || permission.Key.IpProtocol.IsIcmp ? permission.Key.ToPort : null },
            Peers<Peer.Group>("groups", permission, static peer =>
                new("item") { { "userId", peer.UserId }, { "groupId", peer.ReferencedGroupId } }),
            Peers<Peer.Ipv4>("ipRanges", permission, static peer => new("item") { { "cidrIp", peer.ToString() } }),
            Peers<Peer.Ipv6>("ipv6Ranges", permission, static peer => new("item") { { "cidrIpv6", peer.ToString() } }),
            Peers<Peer.PrefixList>("prefixListIds", permission, static peer => new("item") { { "prefixListId", peer.PrefixListId } }),
        }));

    /// <summary>One rule, as Authorize answers it.</summary>
    public static Element AddedRule(RegionState region, SecurityGroup group, SecurityGroupRule rule) => Rule(
        region, group, rule, region.TagsOf(rule.SecurityGroupRuleId!) is { IsEmpty: false } tags ? Tags(tags) : null);

    /// <summary>One rule, as the listing of rules has it.</summary>
    public static Element ListedRule(RegionState region, SecurityGroup group, SecurityGroupRule rule) =>
        Rule(region, group, rule, Tags(rule.Tags));

    /// <summary>A rule that was revoked.</summary>
    public static Element RevokedRule(SecurityGroup group, SecurityGroupRule rule) => new("item")
    {
        { "securityGroupRuleId", rule.SecurityGroupRuleId },
        { "groupId", group.GroupId },
        Traffic(rule).Children,
        { "referencedGroupId", (rule.Peer as Peer.Group)?.ReferencedGroupId },
        { "description", rule.Description },
    };

    public static Element Vpc(RegionState region, string name, Vpc vpc, string state) => new(name)
    {
        { "vpcId", vpc.VpcId },
        { "state", state },
        { "ownerId", region.AccountId },
        { "cidrBlock", vpc.CidrBlock.ToString() },
        Element.List("cidrBlockAssociationSet", [new Element("item")
        {
            { "cidrBlock", vpc.CidrBlock.ToString() },
            { "associationId", vpc.AssociationId },
            new Element("cidrBlockState") { { "state", "associated" } },
        }]),
        Element.List("ipv6CidrBlockAssociationSet", vpc.Ipv6CidrBlock is null ? [] : [Ipv6Association(region, "item", vpc, "associated")]),
        { "dhcpOptionsId", "default" },
        { "instanceTenancy", "default" },
        Tags(region.TagsOf(vpc.VpcId)),
        { "isDefault", vpc.IsDefault },
    };

    /// <summary>The association of a VPC with its IPv6 range.</summary>
    public static Element Ipv6Association(RegionState region, string name, Vpc vpc, string state) => new(name)
    {
        { "ipv6CidrBlock", vpc.Ipv6CidrBlock?.ToString() },
        { "associationId", vpc.AssociationId.Replace("cidr-assoc", "cidr-assoc-ipv6", StringComparison.Ordinal) },
        new Element("ipv6CidrBlockState") { { "state", state } },
        { "networkBorderGroup", region.Region },
        { "ipv6Pool", "Amazon" },
    };

    public static Element PrefixList(RegionState region, string name, PrefixList list) => new(name)
    {
        { "prefixListId", list.PrefixListId },
        { "addressFamily", list.IsIpv6 ? "IPv6" : "IPv4" },
        { "state", list.State },
        { "prefixListArn", region.Arn($"prefix-list/{list.PrefixListId}") },
        { "prefixListName", list.Name },
        { "maxEntries", list.MaxEntries },
        { "version", list.Version },
        Tags(region.TagsOf(list.PrefixListId)),
        { "ownerId", list.OwnerId },
        { "ipamPrefixListResolverTargetId", list.TargetId },
        list.TargetId is null ? null : new Element("ipamPrefixListResolverSyncEnabled", list.IsSynced ? "true" : "false"),
    };

    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static Element Rule(RegionState region, SecurityGroup group, SecurityGroupRule rule, Element? tags) => new("item")
    {
        { "securityGroupRuleId", rule.SecurityGroupRuleId },
        { "groupId", group.GroupId },
        { "groupOwnerId", group.OwnerId },
        Traffic(rule).Children,
        rule.Peer is Peer.Group(var groupId, var userId)
            ? new Element("referencedGroupInfo") { { "groupId", groupId }, { "userId", userId } }
            : null,
        { "description", rule.Description },
        tags,
        { "securityGroupRuleArn", region.Arn($"security-group-rule/{rule.SecurityGroupRuleId}") },
    };

    private static Element Traffic(SecurityGroupRule rule) => new Element("item")
    {
        { "isEgress", rule.IsEgress },
        { "ipProtocol", rule.Service.IpProtocol.Ec2Text },
        { "fromPort", rule.Service.FromPort },
        { "toPort", rule.Service.ToPort },
        { "cidrIpv4", (rule.Peer as Peer.Ipv4)?.ToString() },
        { "cidrIpv6", (rule.Peer as Peer.Ipv6)?.ToString() },
        { "prefixListId", (rule.Peer as Peer.PrefixList)?.PrefixListId },
    };

    private static Element Peers<T>(string name, IEnumerable<SecurityGroupRule> rules, Func<T, Element> write) where T : Peer =>
        Element.List(name, rules.Where(static rule => rule.Peer is T).Select(rule =>
        {
            var item = write((T)rule.Peer);
            item.Add("description", rule.Description);
            return item;
        }));
}
