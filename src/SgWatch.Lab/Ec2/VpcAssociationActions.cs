using SgWatch.Lab.Api;

namespace SgWatch.Lab.Ec2;

/// <summary>The calls that let a group apply in a further VPC.</summary>
/// <remarks>
/// Source: EC2 API Reference, AssociateSecurityGroupVpc, DisassociateSecurityGroupVpc and DescribeSecurityGroupVpcAssociations. The
/// reference doesn't name the error codes of these calls; the lab's are general ones. A change is complete when it is answered.
/// </remarks>
internal static class VpcAssociationActions
{
    private static readonly Filters<VpcAssociation> Filters = new(
        new Dictionary<string, Func<VpcAssociation, IEnumerable<string>>>
        {
            ["group-id"] = static association => [association.GroupId],
            ["vpc-id"] = static association => [association.VpcId],
            ["state"] = static _ => ["associated"],
        },
        null);

    public static Element Associate(RegionState region, QueryNode parameters)
    {
        var group = Lookup.Group(region, Lookup.Required(parameters, "GroupId"));
        var vpc = Lookup.Vpc(region, Lookup.Required(parameters, "VpcId"));
        if (group.GroupName == "default")
        {
            throw AwsErrorException.Invalid("A default security group can't be associated with another VPC.");
        }
        if (vpc.IsDefault)
        {
            throw AwsErrorException.Invalid("A security group can't be associated with a default VPC.");
        }
        if (!region.IsOwn(group) || region.AppliesIn(group, vpc.VpcId))
        {
            throw AwsErrorException.Invalid($"The security group '{group.GroupId}' can't be associated with '{vpc.VpcId}'.");
        }
        var made = new VpcAssociation(group.GroupId, vpc.VpcId);
        region.VpcAssociations.Add(made.Key, made);
        return new("") { { "state", "associating" } };
    }

    public static Element Disassociate(RegionState region, QueryNode parameters)
    {
        var wanted = new VpcAssociation(Lookup.Required(parameters, "GroupId"), Lookup.Required(parameters, "VpcId"));
        if (!region.VpcAssociations.ContainsKey(wanted.Key))
        {
            throw new AwsErrorException(
                "InvalidSecurityGroupVpcAssociation.NotFound", $"'{wanted.GroupId}' isn't associated with '{wanted.VpcId}'.");
        }
        if (region.NetworkInterfaces.Values.Any(
            networkInterface => networkInterface.Subnet.VpcId == wanted.VpcId && networkInterface.GroupIds.Contains(wanted.GroupId)))
        {
            throw new AwsErrorException("DependencyViolation", $"resource {wanted.GroupId} has a dependent object");
        }
        region.VpcAssociations.Remove(wanted.Key);
        return new("") { { "state", "disassociating" } };
    }

    public static Element Describe(RegionState region, QueryNode parameters)
    {
        var matching = Filters.Apply(region, region.VpcAssociations.Values, parameters);
        var (page, next) = Paging.Page(matching, static association => association.Key, region, parameters);
        return new("")
        {
            Element.List("securityGroupVpcAssociationSet", page.Select(association => new Element("item")
            {
                { "groupId", association.GroupId },
                { "groupOwnerId", region.AccountId },
                { "vpcId", association.VpcId },
                { "vpcOwnerId", region.AccountId },
                { "state", "associated" },
            })),
            { "nextToken", next },
        };
    }
}
