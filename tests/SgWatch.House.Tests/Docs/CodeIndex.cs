using System.Collections.Immutable;
using System.Text.RegularExpressions;
using SgWatch.House.Tests.Tree;

namespace SgWatch.House.Tests.Docs;

/// <summary>Every word that the code has: what a doc names must be among them.</summary>
internal static partial class CodeIndex
{
    private static readonly Lazy<ImmutableHashSet<string>> Known = new(Read);

    public static bool Has(string word) => Known.Value.Contains(word);

    private static ImmutableHashSet<string> Read() =>
        SourceTree.Files.Where(file => file.Extension is not ("md" or "snap") && !file.IsIn("tests/SgWatch.House.Tests"))
            .SelectMany(file => Word().Matches(file.Text))
            .SelectMany(match => (IEnumerable<string>)[match.Value, .. Part().Matches(match.Value).Select(part => part.Value)])
            .ToImmutableHashSet(StringComparer.Ordinal);

    [GeneratedRegex(@"[\w-]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Part();
}
