using System.Collections.Immutable;
using SgWatch.Rules;

namespace SgWatch.Policies.Reading;

/// <summary>Reads selectors of groups.</summary>
internal static class SelectorReader
{
    private static readonly string[] Keys = ["name", "id", "vpc", "account", "region", "tags", "not", "any"];

    /// <summary>The selector. It selects every group if <paramref name="node"/> is null.</summary>
    public static Selector Read(PolicyNode? node, ProblemList problems)
    {
        if (node is null || Fields.Of(node, "a selector of groups", problems, Keys) is not { } fields)
        {
            return Selector.EveryGroup;
        }
        if (node is PolicyNode.Map { Entries.Count: 0 })
        {
            problems.Expected(PolicyCode.Empty, node, $"one of {string.Join(", ", Keys)} (to mean every group, leave the key out)");
        }
        return new()
        {
            Names = Texts(fields["name"], "a group's name, in which * is any text, such as \"db-*\"", _ => true, problems),
            Ids = Texts(fields["id"], IdForms.Group, AwsIds.IsGroupId, problems),
            Vpcs = Texts(fields["vpc"], IdForms.Vpc, AwsIds.IsVpcId, problems),
            Accounts = Texts(fields["account"], IdForms.Account, AwsIds.IsAccount, problems),
            Regions = Texts(fields["region"], IdForms.Region, IsRegion, problems),
            Tags = Tags(fields["tags"], problems),
            Not = fields["not"] is { } not ? Read(not, problems) : null,
            Any =
            [
                .. Values.Items(fields["any"], "a list of selectors such as { name: \"db-*\" }", problems)
                    .Select(item => Read(item, problems)),
            ],
        };
    }

    private static ImmutableArray<string> Texts(PolicyNode? node, string what, Func<string, bool> isValid, ProblemList problems)
    {
        var texts = Values.Texts(node, what, problems);
        foreach (var (item, text) in texts)
        {
            if (!isValid(text))
            {
                problems.Expected(PolicyCode.BadSelector, item, what);
            }
        }
        return [.. texts.Select(text => text.Text)];
    }

    private static ImmutableArray<(string Key, ImmutableArray<string> Values)> Tags(PolicyNode? node, ProblemList problems)
    {
        if (node is null)
        {
            return [];
        }
        if (node is not PolicyNode.Map { Entries: { Count: > 0 } entries })
        {
            problems.Expected(PolicyCode.WrongKind, node, "a mapping of tags to values, such as { tier: edge }");
            return [];
        }
        return [.. entries.Select(entry => (entry.Key.Text, TagValues(entry.Key, entry.Value, problems)))];
    }

    private static ImmutableArray<string> TagValues(PolicyNode key, PolicyNode value, ProblemList problems)
    {
        if (value.IsNull)
        {
            problems.Add(PolicyCode.Empty, key, "this tag has no value; write it, or \"*\" for any");
            return [];
        }
        return Texts(value, "a tag's value, in which * is any text", _ => true, problems);
    }

    // every region's name has a '-', and a word without one is a mistake
    private static bool IsRegion(string text) => AwsIds.IsRegion(text) && text.Contains('-', StringComparison.Ordinal);
}
