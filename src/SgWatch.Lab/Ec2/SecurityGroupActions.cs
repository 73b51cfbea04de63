using SgWatch.Guard.Ports;
using SgWatch.Lab.Api;
using SgWatch.Rules;

namespace SgWatch.Lab.Ec2;

/// <summary>The calls about groups as wholes.</summary>
internal static class SecurityGroupActions
{
    private static readonly Filters<SecurityGroup> Filters = new(
        new Dictionary<string, Func<SecurityGroup, IEnumerable<string>>>([
            new("group-id", static group => [group.GroupId]),
            new("group-name", static group => [group.GroupName]),
            new("vpc-id", static group => [group.VpcId!]),
            new("owner-id", static group => [group.OwnerId!]),
            new("description", static group => [group.Description!]),
            .. RuleFilters("ip-permission.", isEgress: false),
            .. RuleFilters("egress.ip-permission.", isEgress: true),
        ]),
        static (_, group) => group.Tags);

    public static Element Create(RegionState region, QueryNode parameters)
    {
        var name = Texts.Check(Lookup.Required(parameters, "GroupName"), "security group name")!;
        var description = Texts.Check(Lookup.Required(parameters, "GroupDescription"), "security group description")!;
        if (name.StartsWith("sg-", StringComparison.OrdinalIgnoreCase))
        {
            throw AwsErrorException.Invalid("Group names may not be in the format sg-*");
        }
        if (name == "default")
        {
            throw new AwsErrorException("InvalidGroup.Reserved", "The security group 'default' is reserved");
        }
        var vpc = parameters["VpcId"].Value is { Length: > 0 } vpcId
            ? Lookup.Vpc(region, vpcId)
            : region.DefaultVpc ?? throw new AwsErrorException("VPCIdNotSpecified", "No default VPC for this user");
        if (region.Groups.Values.Any(group => group.VpcId == vpc.VpcId && group.GroupName == name))
        {
            throw new AwsErrorException("InvalidGroup.Duplicate", $"The security group '{name}' already exists for VPC '{vpc.VpcId}'");
        }
        var tags = TagReader.FromSpecification(parameters, "security-group");
        var group = region.AddGroup(name, description, vpc);
        if (!tags.IsEmpty)
        {
            region.Tags[group.GroupId] = tags;
        }
        return new Element("")
        {
            { "return", true },
            { "groupId", group.GroupId },
            tags.IsEmpty ? null : Ec2Xml.Tags(tags),
            { "securityGroupArn", region.Arn($"security-group/{group.GroupId}") },
        };
    }

    public static Element Delete(RegionState region, QueryNode parameters)
    {
        var group = Lookup.Group(region, parameters);
        if (group.GroupName == "default")
        {
            throw new AwsErrorException(
                "CannotDelete", $"the specified group: \"{group.GroupId}\" name: \"default\" cannot be deleted by a user");
        }
        if (region.IsReferenced(group.GroupId)
            || region.VpcAssociations.Values.Any(association => association.GroupId == group.GroupId)
            || region.NetworkInterfaces.Values.Any(networkInterface => networkInterface.GroupIds.Contains(group.GroupId)))
        {
            throw new AwsErrorException("DependencyViolation", $"resource {group.GroupId} has a dependent object");
        }
        region.RemoveGroup(group);
        return new Element("") { { "return", true }, { "groupId", group.GroupId } };
    }

    public static Element Describe(RegionState region, QueryNode parameters)
    {
        var (ids, names) = (parameters["GroupId"].Texts, parameters["GroupName"].Texts);
        if (ids.Count + names.Count > 0 && !parameters["MaxResults"].IsEmpty)
        {
            throw new AwsErrorException(
                "InvalidParameterCombination", "The parameter maxResults cannot be used with groupIds or groupNames");
        }
        var groups = ids.Count + names.Count == 0
            ? region.SeenInListing()
            : ids.Select(id => Lookup.SeenGroup(region, id))
                .Concat(names.Select(name => Lookup.GroupNamed(region, name, region.SeenById())))
                .DistinctBy(static group => group.GroupId)
                .ToList();
        var (page, next) = Page(region, groups, parameters);
        return new Element("") {
            Element.List("securityGroupInfo", page.Select(group => Ec2Xml.Group(region, group))), { "nextToken", next } };
    }

    /// <summary>The page of a listing that names no group, as a value.</summary>
    public static SecurityGroupPage List(RegionState region, QueryNode parameters)
    {
        var (page, next) = Page(region, region.SeenInListing(), parameters);
        return new([.. page], next);
    }

    private static (IReadOnlyList<SecurityGroup> Items, string? NextToken) Page(
        RegionState region, IEnumerable<SecurityGroup> groups, QueryNode parameters) =>
        Paging.Page(Filters.Apply(region, groups, parameters), static group => group.GroupId, region, parameters);

    private static IEnumerable<KeyValuePair<string, Func<SecurityGroup, IEnumerable<string>>>> RuleFilters(string prefix, bool isEgress)
    {
        yield return Filter("protocol", static rule => rule.Service.IpProtocol.Ec2Text);
        yield return Filter("from-port", static rule => Ec2Xml.Number(rule.Service.FromPort));
        yield return Filter("to-port", static rule => Ec2Xml.Number(rule.Service.ToPort));
        yield return Filter("cidr", static rule => (rule.Peer as Peer.Ipv4)?.ToString());
        yield return Filter("ipv6-cidr", static rule => (rule.Peer as Peer.Ipv6)?.ToString());
        yield return Filter("group-id", static rule => (rule.Peer as Peer.Group)?.ReferencedGroupId);
        yield return Filter("user-id", static rule => (rule.Peer as Peer.Group)?.UserId);
        yield return Filter("prefix-list-id", static rule => (rule.Peer as Peer.PrefixList)?.PrefixListId);

        KeyValuePair<string, Func<SecurityGroup, IEnumerable<string>>> Filter(string name, Func<SecurityGroupRule, string?> value) =>
            new(prefix + name, group => group.Rules.Where(rule => rule.IsEgress == isEgress).Select(value).OfType<string>());
    }
}
