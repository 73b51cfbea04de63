using System.Collections.Immutable;
using SgWatch.Addresses;
using SgWatch.Lab.Api;
using SgWatch.Rules;

namespace SgWatch.Lab.Ec2;

/// <summary>The calls that put groups on network interfaces, and those about the subnets in which these are.</summary>
/// <remarks>
/// Source: EC2 API Reference, CreateNetworkInterface, ModifyNetworkInterfaceAttribute, CreateSubnet; Amazon VPC user guide, quotas.
/// </remarks>
internal static class NetworkInterfaceActions
{
    private const int MaxGroups = 5;

    private static readonly Filters<NetworkInterface> Filters = new(
        new Dictionary<string, Func<NetworkInterface, IEnumerable<string>>>
        {
            ["network-interface-id"] = static networkInterface => [networkInterface.NetworkInterfaceId],
            ["group-id"] = static networkInterface => networkInterface.GroupIds,
            ["vpc-id"] = static networkInterface => [networkInterface.Subnet.VpcId],
            ["subnet-id"] = static networkInterface => [networkInterface.Subnet.SubnetId],
            ["description"] = static networkInterface => [networkInterface.Description ?? ""],
            ["status"] = static _ => ["available"],
        },
        static (region, networkInterface) => region.TagsOf(networkInterface.NetworkInterfaceId));

    public static Element CreateSubnet(RegionState region, QueryNode parameters)
    {
        var vpc = Lookup.Vpc(region, Lookup.Required(parameters, "VpcId"));
        var text = Lookup.Required(parameters, "CidrBlock");
        if (!CidrIpv4.TryParse(text, out var cidr) || !vpc.CidrBlock.Contains(cidr) || cidr.PrefixLength > 28)
        {
            throw new AwsErrorException("InvalidSubnet.Range", $"The CIDR '{text}' is invalid.");
        }
        if (region.Subnets.Values.Any(
            other => other.VpcId == vpc.VpcId && (other.CidrBlock.Contains(cidr) || cidr.Contains(other.CidrBlock))))
        {
            throw new AwsErrorException("InvalidSubnet.Conflict", $"The CIDR '{text}' conflicts with another subnet");
        }
        var subnet = new Subnet(region.Ids.Resource("subnet-"), vpc.VpcId, cidr);
        region.Subnets.Add(subnet.SubnetId, subnet);
        return new("")
        {
            new Element("subnet")
            {
                { "subnetId", subnet.SubnetId },
                { "state", "available" },
                { "ownerId", region.AccountId },
                { "vpcId", subnet.VpcId },
                { "cidrBlock", cidr.ToString() },
            },
        };
    }

    public static Element DeleteSubnet(RegionState region, QueryNode parameters)
    {
        var subnet = FindSubnet(region, Lookup.Required(parameters, "SubnetId"));
        if (region.NetworkInterfaces.Values.Any(networkInterface => networkInterface.Subnet == subnet))
        {
            throw new AwsErrorException("DependencyViolation", $"The subnet '{subnet.SubnetId}' has dependencies and cannot be deleted.");
        }
        region.Subnets.Remove(subnet.SubnetId);
        return new("") { { "return", true } };
    }

    /// <summary>Makes an interface; without groups the VPC's default group applies to it.</summary>
    public static Element Create(RegionState region, QueryNode parameters)
    {
        var subnet = FindSubnet(region, Lookup.Required(parameters, "SubnetId"));
        var groups = Groups(region, parameters, subnet.VpcId);
        if (groups.IsEmpty)
        {
            groups = [region.Groups.Values.First(group => group.VpcId == subnet.VpcId && group.GroupName == "default").GroupId];
        }
        var description = Texts.Check(parameters["Description"].Value, "network interface description");
        var tags = TagReader.FromSpecification(parameters, "network-interface");
        var made = new NetworkInterface(region.Ids.Resource("eni-"), subnet, groups) { Description = description };
        region.NetworkInterfaces.Add(made.NetworkInterfaceId, made);
        if (!tags.IsEmpty)
        {
            region.Tags[made.NetworkInterfaceId] = tags;
        }
        return new("") { Xml(region, "networkInterface", made, "pending") };
    }

    /// <summary>Changes which groups apply to an interface; its other attributes aren't kept.</summary>
    public static Element Modify(RegionState region, QueryNode parameters)
    {
        var old = Find(region, Lookup.Required(parameters, "NetworkInterfaceId"));
        var groups = Groups(region, parameters, old.Subnet.VpcId);
        if (!groups.IsEmpty)
        {
            region.NetworkInterfaces[old.NetworkInterfaceId] = old with { GroupIds = groups };
        }
        return new("") { { "return", true } };
    }

    public static Element Delete(RegionState region, QueryNode parameters)
    {
        var id = Find(region, Lookup.Required(parameters, "NetworkInterfaceId")).NetworkInterfaceId;
        region.NetworkInterfaces.Remove(id);
        region.Tags.Remove(id);
        return new("") { { "return", true } };
    }

    public static Element Describe(RegionState region, QueryNode parameters)
    {
        var ids = parameters["NetworkInterfaceId"].Texts;
        if (ids.Count > 0 && !parameters["MaxResults"].IsEmpty)
        {
            throw new AwsErrorException(
                "InvalidParameterCombination", "The parameter maxResults cannot be used with networkInterfaceIds");
        }
        var named = ids.Count > 0 ? ids.Distinct().Select(id => Find(region, id)).ToList() : region.NetworkInterfaces.Values.AsEnumerable();
        var (page, next) = Paging.Page(
            Filters.Apply(region, named, parameters), static found => found.NetworkInterfaceId, region, parameters);
        return new("")
        {
            Element.List("networkInterfaceSet", page.Select(found => Xml(region, "item", found, "available"))), { "nextToken", next },
        };
    }

    private static ImmutableArray<string> Groups(RegionState region, QueryNode parameters, string vpcId)
    {
        ImmutableArray<string> groups = [.. parameters["SecurityGroupId"].Texts.Distinct().Select(id => OfVpc(Lookup.Group(region, id)))];
        return groups.Length <= MaxGroups
            ? groups
            : throw new AwsErrorException(
                "SecurityGroupsPerInterfaceLimitExceeded", "The maximum number of security groups per interface has been reached.");

        string OfVpc(SecurityGroup group) => region.AppliesIn(group, vpcId)
            ? group.GroupId
            : throw new AwsErrorException("InvalidGroup.NotFound", $"The security group '{group.GroupId}' is not in the VPC.");
    }

    private static NetworkInterface Find(RegionState region, string id)
    {
        Lookup.CheckId(region, id, "eni-", "InvalidNetworkInterfaceId.Malformed");
        return region.NetworkInterfaces.GetValueOrDefault(id)
            ?? throw new AwsErrorException("InvalidNetworkInterfaceID.NotFound", $"The networkInterface ID '{id}' does not exist");
    }

    private static Subnet FindSubnet(RegionState region, string id)
    {
        Lookup.CheckId(region, id, "subnet-", "InvalidSubnetID.Malformed");
        return region.Subnets.GetValueOrDefault(id)
            ?? throw new AwsErrorException("InvalidSubnetID.NotFound", $"The subnet ID '{id}' does not exist");
    }

    private static Element Xml(RegionState region, string name, NetworkInterface made, string status) => new(name)
    {
        { "networkInterfaceId", made.NetworkInterfaceId },
        { "subnetId", made.Subnet.SubnetId },
        { "vpcId", made.Subnet.VpcId },
        { "ownerId", region.AccountId },
        { "description", made.Description },
        { "status", status },
        { "interfaceType", "interface" },
        region.TagsOf(made.NetworkInterfaceId) is { IsEmpty: false } tags ? Ec2Xml.Tags(tags) : null,
        Element.List("groupSet",
            made.GroupIds.Select(id => new Element("item") { { "groupId", id }, { "groupName", region.Groups[id].GroupName } })),
    };
}
