using System.Collections.Immutable;
using SgWatch.Addresses;

namespace SgWatch.Rules;

/// <summary>The entries of prefix lists, as they were read; a list that isn't here couldn't be read.</summary>
public sealed record PrefixLists(ImmutableDictionary<string, AddressSet> Entries)
{
    public static PrefixLists None { get; } = new(ImmutableDictionary<string, AddressSet>.Empty);
}
