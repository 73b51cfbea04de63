using System.Collections.Immutable;
using SgWatch.Addresses;

namespace SgWatch.Rules;

/// <summary>The entries of prefix lists, as they were read.</summary>
/// <param name="Entries">The addresses of each list, by the list's id. A list that isn't here couldn't be read.</param>
public sealed record PrefixLists(ImmutableDictionary<string, AddressSet> Entries)
{
    /// <summary>The ids of those lists that AWS manages. Their entries change without anybody's doing.</summary>
    public ImmutableHashSet<string> OfAws { get; init; } = [];

    /// <summary>By the list's id: how many entries it may have. It counts as so many rules. A list that isn't here counts as one.</summary>
    public ImmutableDictionary<string, int> MaxEntries { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>The ids of lists that aren't there. A policy that names one of them permits and forbids nobody by it.</summary>
    /// <remarks>A rule whose peer is such a list stays unresolved.</remarks>
    public ImmutableHashSet<string> NotFound { get; init; } = [];

    /// <summary>No list.</summary>
    public static PrefixLists None { get; } = new(ImmutableDictionary<string, AddressSet>.Empty);
}
