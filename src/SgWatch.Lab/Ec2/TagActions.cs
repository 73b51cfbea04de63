using SgWatch.Lab.Api;

namespace SgWatch.Lab.Ec2;

/// <summary>The calls about tags.</summary>
internal static class TagActions
{
    private static readonly Filters<TagRow> Filters = new(
        new Dictionary<string, Func<TagRow, IEnumerable<string>>>
        {
            ["key"] = static tag => [tag.Key],
            ["value"] = static tag => [tag.Value],
            ["resource-id"] = static tag => [tag.ResourceId],
            ["resource-type"] = static tag => [TypeOf(tag.ResourceId)],
        },
        null);

    public static Element Create(RegionState region, QueryNode parameters)
    {
        var resources = Resources(region, parameters);
        var tags = TagReader.Read(parameters["Tag"]).ToList();
        if (tags.Count == 0)
        {
            throw AwsErrorException.Missing("Tag");
        }
        foreach (var (id, all) in resources.Select(id => (id, TagReader.Checked(region.TagsOf(id).SetItems(tags)))).ToList())
        {
            region.Tags[id] = all;
        }
        return new("") { { "return", true } };
    }

    /// <summary>Takes tags away: by key, by key and value, or all of them.</summary>
    public static Element Delete(RegionState region, QueryNode parameters)
    {
        var wanted = parameters["Tag"].Items.Select(static tag => (Key: Lookup.Required(tag, "Key"), tag["Value"].Value)).ToList();
        foreach (var id in Resources(region, parameters))
        {
            var left = region.TagsOf(id).RemoveRange(region.TagsOf(id)
                .Where(tag => wanted.Count == 0 || wanted.Exists(w => w.Key == tag.Key && (w.Value is null || w.Value == tag.Value)))
                .Select(static tag => tag.Key));
            region.Tags[id] = left;
        }
        return new("") { { "return", true } };
    }

    public static Element Describe(RegionState region, QueryNode parameters)
    {
        var rows = region.Tags.SelectMany(static resource => resource.Value.Select(tag => new TagRow(resource.Key, tag.Key, tag.Value)));
        var (page, next) = Paging.Page(
            Filters.Apply(region, rows, parameters), static tag => $"{tag.ResourceId} {tag.Key}", region, parameters);
        return new Element("")
        {
            Element.List("tagSet", page.Select(static tag => new Element("item")
            {
                { "resourceId", tag.ResourceId }, { "resourceType", TypeOf(tag.ResourceId) }, { "key", tag.Key }, { "value", tag.Value },
            })),
            { "nextToken", next },
        };
    }

    private static List<string> Resources(RegionState region, QueryNode parameters)
    {
        var ids = parameters["ResourceId"].Texts.Distinct().ToList();
        if (ids.Count == 0)
        {
            throw AwsErrorException.Missing("ResourceId");
        }
        ids.ForEach(id => Check(region, id));
        return ids;
    }

    private static void Check(RegionState region, string id)
    {
        switch (id.Split('-')[0])
        {
            case "sg":
                Lookup.Group(region, id);
                break;
            case "vpc":
                Lookup.Vpc(region, id);
                break;
            case "pl":
                Lookup.PrefixList(region, id);
                break;
            case "sgr" when region.Groups.Values.Any(group => group.Rules.Any(rule => rule.SecurityGroupRuleId == id)):
                break;
            case "sgr":
                throw Lookup.RuleNotFound(id);
            default:
                throw new AwsErrorException("InvalidID", $"The ID '{id}' is not valid");
        }
    }

    private static string TypeOf(string resourceId) => resourceId.Split('-')[0] switch
    {
        "sg" => "security-group",
        "sgr" => "security-group-rule",
        "pl" => "prefix-list",
        _ => "vpc",
    };

    private sealed record TagRow(string ResourceId, string Key, string Value);
}
