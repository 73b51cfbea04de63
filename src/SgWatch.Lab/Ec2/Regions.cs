using SgWatch.Lab.Api;

namespace SgWatch.Lab.Ec2;

/// <summary>The regions that the lab knows: those of the partition <c>aws</c>; all of them switched on.</summary>
/// <remarks>Source: AWS Regions and Availability Zones, List of AWS Regions.</remarks>
internal static class Regions
{
    public static IReadOnlyList<string> Names { get; } =
    [
        "af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2",
        "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7",
        "ca-central-1", "ca-west-1", "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2",
        "eu-west-3", "il-central-1", "me-central-1", "me-south-1", "mx-central-1", "sa-east-1", "us-east-1", "us-east-2",
        "us-west-1", "us-west-2",
    ];

    public static Element Describe(QueryNode parameters)
    {
        var wanted = parameters["RegionName"].Texts;
        return new("") { Element.List(
            "regionInfo", Names.Where(name => wanted.Count == 0 || wanted.Contains(name)).Select(static name => new Element("item")
        {
            { "regionName", name }, { "regionEndpoint", $"ec2.{name}.amazonaws.com" }, { "optInStatus", "opt-in-not-required" },
        })) };
    }

    public static Element DescribeZones(RegionState region) =>
        new("") { Element.List("availabilityZoneInfo", "abc".Select((letter, index) => new Element("item")
        {
            { "zoneName", region.Region + letter }, { "zoneState", "available" }, { "regionName", region.Region },
            new Element("messageSet"),
            { "zoneId", $"{region.Region}-az{index + 1}" }, { "optInStatus", "opt-in-not-required" }, { "zoneType", "availability-zone" },
        })) };
}
