using System.Collections.Immutable;

namespace SgWatch.Policies.Wording;

/// <summary>Selectors in plain words.</summary>
internal static class SelectorText
{
    /// <summary>The selector's words, such as <c>groups named default</c>, or <c>every group</c> if it has no condition.</summary>
    public static string Of(Selector selector)
    {
        var parts = Parts(selector).ToArray();
        var isOnlyAny = parts.Length == 1 && !selector.Any.IsEmpty;
        return parts.Length == 0 ? "every group"
            : isOnlyAny ? string.Join(" or ", selector.Any.Select(Of))
            : $"groups {string.Join(" and ", parts)}";
    }

    private static IEnumerable<string> Parts(Selector selector) =>
    [
        .. Part("named", selector.Names),
        .. Part("with the id", selector.Ids),
        .. Part("of", selector.Vpcs),
        .. Part("of account", selector.Accounts),
        .. Part("in", selector.Regions),
        .. selector.Tags.SelectMany(tag => Part($"tagged {tag.Key} =", tag.Values)),
        .. selector.Any.IsEmpty ? [] : new[] { $"({string.Join(" or ", selector.Any.Select(Of))})" },
        .. selector.Not is { } not ? [$"other than {Of(not)}"] : Array.Empty<string>(),
    ];

    private static IEnumerable<string> Part(string words, ImmutableArray<string> values) =>
        values.IsEmpty ? [] : [$"{words} {string.Join(" or ", values)}"];
}
