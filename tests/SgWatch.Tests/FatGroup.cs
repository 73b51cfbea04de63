using System.Collections.Immutable;
using SgWatch.Rules;

namespace SgWatch.Tests;

/// <summary>A group as fat as EC2 lets anybody make it.</summary>
internal static class FatGroup
{
    private const int TagsPerResource = 50;
    private const int KeyLength = 128;
    private const int ValueLength = 256;
    private const int DescriptionLength = 255;

    /// <summary>The most tags of a resource, each of full length.</summary>
    /// <param name="seed">Makes the values differ.</param>
    /// <param name="letter">What keys and values are made of.</param>
    public static ImmutableSortedDictionary<string, string> Tags(int seed, char letter = 'x') => Enumerable.Range(0, TagsPerResource)
        .ToImmutableSortedDictionary(
            i => $"{i:d2}".PadRight(KeyLength, letter), i => $"{seed}-{i}-".PadRight(ValueLength, letter), StringComparer.Ordinal);

    /// <summary>Gives the rules of a group full descriptions and tags.</summary>
    public static SecurityGroup Of(SecurityGroup group, char letter = 'x') => group with
    {
        Rules =
        [
            .. group.Rules.Select((rule, i) => rule with
            {
                Description = $"{i}".PadRight(DescriptionLength, letter),
                Tags = Tags(i, letter),
            }),
        ],
    };
}
