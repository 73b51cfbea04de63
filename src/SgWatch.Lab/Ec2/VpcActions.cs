using System.Globalization;
using SgWatch.Addresses;
using SgWatch.Lab.Api;

namespace SgWatch.Lab.Ec2;

/// <summary>The calls about VPCs.</summary>
internal static class VpcActions
{
    private static readonly Filters<Vpc> Filters = new(
        new Dictionary<string, Func<Vpc, IEnumerable<string>>>
        {
            ["vpc-id"] = static vpc => [vpc.VpcId],
            ["cidr"] = static vpc => [vpc.CidrBlock.ToString()],
            ["cidr-block-association.cidr-block"] = static vpc => [vpc.CidrBlock.ToString()],
            ["ipv6-cidr-block-association.ipv6-cidr-block"] = static vpc => vpc.Ipv6CidrBlock is { } ipv6 ? [ipv6.ToString()] : [],
            ["is-default"] = static vpc => [vpc.IsDefault ? "true" : "false"],
            ["isDefault"] = static vpc => [vpc.IsDefault ? "true" : "false"], // the older name, which clients still send
            ["state"] = static _ => ["available"],
        },
        static (region, vpc) => region.TagsOf(vpc.VpcId));

    public static Element Create(RegionState region, QueryNode parameters)
    {
        var text = Lookup.Required(parameters, "CidrBlock");
        if (!CidrIpv4.TryParse(text, out var cidr))
        {
            throw AwsErrorException.Invalid($"Value ({text}) for parameter cidrBlock is invalid. This is not a valid CIDR block.");
        }
        if (cidr.PrefixLength is < 16 or > 28)
        {
            throw new AwsErrorException("InvalidVpc.Range", $"The CIDR '{text}' is invalid.");
        }
        var tags = TagReader.FromSpecification(parameters, "vpc");
        var vpc = region.AddVpc(cidr, parameters["AmazonProvidedIpv6CidrBlock"].IsTrue ? NextIpv6(region) : null, isDefault: false);
        if (!tags.IsEmpty)
        {
            region.Tags[vpc.VpcId] = tags;
        }
        return new("") { Ec2Xml.Vpc(region, "vpc", vpc, "pending") };
    }

    public static Element CreateDefault(RegionState region) => region.DefaultVpc is null
        ? new("") { Ec2Xml.Vpc(region, "vpc", region.AddDefaultVpc(), "pending") }
        : throw new AwsErrorException("DefaultVpcAlreadyExists", "A Default VPC already exists for this account in this region.");

    /// <summary>Gives a VPC an IPv6 range later.</summary>
    public static Element AssociateCidrBlock(RegionState region, QueryNode parameters)
    {
        var vpc = Lookup.Vpc(region, Lookup.Required(parameters, "VpcId"));
        if (!parameters["AmazonProvidedIpv6CidrBlock"].IsTrue)
        {
            throw new AwsErrorException(
                "UnsupportedOperation", "The lab associates IPv6 ranges of Amazon's only: AmazonProvidedIpv6CidrBlock=true.");
        }
        if (vpc.Ipv6CidrBlock is not null)
        {
            throw new AwsErrorException("VpcCidrConflict", $"The vpc '{vpc.VpcId}' has an IPv6 range already.");
        }
        region.AddIpv6(vpc, NextIpv6(region));
        return new("") { { "vpcId", vpc.VpcId },
            Ec2Xml.Ipv6Association(region, "ipv6CidrBlockAssociation", region.Vpcs[vpc.VpcId], "associating") };
    }

    public static Element Delete(RegionState region, QueryNode parameters)
    {
        var vpc = Lookup.Vpc(region, Lookup.Required(parameters, "VpcId"));
        var groups = region.Groups.Values.Where(group => group.VpcId == vpc.VpcId).ToList();
        if (groups.Count > 1 || region.VpcAssociations.Values.Any(association => association.VpcId == vpc.VpcId)
            || region.Subnets.Values.Any(subnet => subnet.VpcId == vpc.VpcId))
        {
            throw new AwsErrorException("DependencyViolation", $"The vpc '{vpc.VpcId}' has dependencies and cannot be deleted.");
        }
        groups.ForEach(region.RemoveGroup);
        region.Vpcs.Remove(vpc.VpcId);
        region.Tags.Remove(vpc.VpcId);
        return new("") { { "return", true } };
    }

    public static Element Describe(RegionState region, QueryNode parameters)
    {
        var ids = parameters["VpcId"].Texts;
        var vpcs = ids.Count > 0 ? ids.Distinct().Select(id => Lookup.Vpc(region, id)).ToList() : region.Vpcs.Values.AsEnumerable();
        var (page, next) = Paging.Page(Filters.Apply(region, vpcs, parameters), static vpc => vpc.VpcId, region, parameters);
        return new Element("") {
            Element.List("vpcSet", page.Select(vpc => Ec2Xml.Vpc(region, "item", vpc, "available"))), { "nextToken", next } };
    }

    // documentation addresses (RFC 3849): a lab hands out nothing that is somebody's
    private static CidrIpv6 NextIpv6(RegionState region) =>
        CidrIpv6.Parse(string.Create(CultureInfo.InvariantCulture, $"2001:db8:{region.Vpcs.Count:x}00::/56"));
}
