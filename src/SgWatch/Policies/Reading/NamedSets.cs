using System.Collections.Immutable;

namespace SgWatch.Policies.Reading;

/// <summary>The names of the policy's <c>networks</c> or <c>services</c>, with what they mean.</summary>
/// <typeparam name="TSet">What a name means. Its <c>default</c> is the empty set.</typeparam>
internal sealed class NamedSets<TSet>(IReadOnlyDictionary<string, TSet> sets)
    where TSet : struct
{
    /// <summary>The names in the order of the file.</summary>
    public IEnumerable<string> Names => sets.Keys;

    /// <summary>Finds what a name means. False, and the empty set, if there is no such name.</summary>
    public bool TryGet(string name, out TSet set) => sets.TryGetValue(name, out set);

    /// <summary>The names in alphabetical order.</summary>
    public ImmutableSortedDictionary<string, TSet> ToDictionary() => sets.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
