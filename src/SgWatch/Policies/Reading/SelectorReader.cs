using System.Collections.Immutable;
using SgWatch.Changes;

namespace SgWatch.Policies.Reading;

/// <summary>Reads which groups something is about.</summary>
internal static class SelectorReader
{
    private static readonly string[] Keys = ["name", "id", "vpc", "account", "region", "tags", "not", "any"];

    /// <summary>The selector; every group where <paramref name="node"/> is null.</summary>
    public static Selector Read(PolicyNode? node, ProblemList problems)
    {
        if (node is null || Fields.Of(node, "which groups", problems, Keys) is not { } fields)
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
            Ids = Texts(fields["id"], "a group's id such as sg-0123456789abcdef0", text => IsId(text, "sg-"), problems),
            Vpcs = Texts(fields["vpc"], "a VPC's id such as vpc-0123456789abcdef0", text => IsId(text, "vpc-"), problems),
            Accounts = Texts(fields["account"], "an account: its 12 digits", AwsIds.IsAccount, problems),
            Regions = Texts(fields["region"], "a Region such as eu-west-1", text => AwsIds.IsRegion(text) && text.Contains('-', StringComparison.Ordinal), problems),
            Tags = Tags(fields["tags"], problems),
            Not = fields["not"] is { } not ? Read(not, problems) : null,
            Any = [.. Values.Items(fields["any"], "a list of selectors such as { name: \"db-*\" }", problems).Select(item => Read(item, problems))],
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
        return [.. entries.Select(entry => (entry.Key.Text, Texts(NotNull(entry.Key, entry.Value, problems), "a tag's value, in which * is any text", _ => true, problems)))];
    }

    private static PolicyNode? NotNull(PolicyNode key, PolicyNode value, ProblemList problems)
    {
        if (!value.IsNull)
        {
            return value;
        }
        problems.Add(PolicyCode.Empty, key, "nothing stands after this tag; write its value, or \"*\" for any");
        return null;
    }

    private static bool IsId(string text, string prefix) => text.Length > prefix.Length && text.Length <= 64
        && text.StartsWith(prefix, StringComparison.Ordinal) && text.AsSpan(prefix.Length).IndexOfAnyExcept(IdCharacters) < 0;

    private static readonly System.Buffers.SearchValues<char> IdCharacters = System.Buffers.SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz-");
}
