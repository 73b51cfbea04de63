using System.Collections.Immutable;
using SgWatch.Lab.Api;

namespace SgWatch.Lab.Trail;

/// <summary>The resources that CloudTrail lists beside an event of EC2: those that the call names, and those that it made.</summary>
/// <remarks>
/// A real RunInstances lists its groups by id and by name, its VPC, subnet and network interface. AWS's knowledge centre looks up a
/// group's events by the group's id. No source was found for the ids of rules, so they aren't listed.
/// Source: AWS re:Post, How do I view security group changes in CloudTrail; a published LookupEvents answer.
/// </remarks>
internal static class TrailResources
{
    private static readonly Dictionary<string, string> TypesByPrefix = new(StringComparer.Ordinal)
    {
        ["sg"] = "AWS::EC2::SecurityGroup",
        ["vpc"] = "AWS::EC2::VPC",
        ["subnet"] = "AWS::EC2::Subnet",
        ["eni"] = "AWS::EC2::NetworkInterface",
        ["pl"] = "AWS::EC2::PrefixList",
    };

    private static readonly string[] IdFields =
        ["groupId", "securityGroupId", "vpcId", "subnetId", "networkInterfaceId", "prefixListId", "resourceId"];

    public static ImmutableArray<TrailResource> Of(LabCall call, LabAnswer answer)
    {
        var found = new List<TrailResource>();
        foreach (var (name, node) in call.Parameters.Children)
        {
            foreach (var text in node.Value is { } value ? [value] : node.Texts)
            {
                Add(found, name, text);
            }
        }
        Add(found, answer.Content);
        return [.. found.Distinct()];
    }

    private static void Add(List<TrailResource> found, IEnumerable<Element> elements)
    {
        foreach (var element in elements.Where(static element => element.Name != "referencedGroupInfo")) // a peer isn't what was changed
        {
            Add(found, element.Name, element.Text);
            Add(found, element.Children);
        }
    }

    private static void Add(List<TrailResource> found, string name, string text)
    {
        if (text.Length > 0 && string.Equals(name, "groupName", StringComparison.OrdinalIgnoreCase))
        {
            found.Add(new(TypesByPrefix["sg"], text));
        }
        else if (IdFields.Contains(name, StringComparer.OrdinalIgnoreCase) && TypesByPrefix.TryGetValue(text.Split('-')[0], out var type))
        {
            found.Add(new(type, text));
        }
    }
}
