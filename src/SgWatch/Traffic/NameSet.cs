using System.Collections.Immutable;

namespace SgWatch.Traffic;

/// <summary>A set of names out of endlessly many: some named ones, or all but some named ones.</summary>
/// <remarks>
/// Default: the empty set. Names are compared by their characters, so <c>sg-1</c> isn't <c>SG-1</c>.
/// Every operation is linear in the names.
/// </remarks>
public readonly struct NameSet : IEquatable<NameSet>
{
    private readonly ImmutableArray<string> _names;

    private NameSet(ImmutableArray<string> names, bool isAllBut)
    {
        _names = names;
        IsAllBut = isAllBut;
    }

    /// <summary>Every name.</summary>
    public static NameSet Everything => new([], true);

    /// <summary>The names in the set, or, of a set of <see cref="IsAllBut"/>, those that are not; ascending, each once.</summary>
    public ImmutableArray<string> Names => _names.IsDefault ? [] : _names;

    /// <summary>Whether the set holds every name but <see cref="Names"/>.</summary>
    public bool IsAllBut { get; }

    public bool IsEmpty => !IsAllBut && Names.IsEmpty;

    public static NameSet Of(params IEnumerable<string> names) =>
        new([.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], false);

    public bool Contains(string name) => Names.BinarySearch(name, StringComparer.Ordinal) >= 0 != IsAllBut;

    /// <summary>Whether every name of <paramref name="other"/> is in this set.</summary>
    public bool Contains(NameSet other) => other.Except(this).IsEmpty;

    /// <summary>Whether some name is in both.</summary>
    public bool Overlaps(NameSet other) => !Intersect(other).IsEmpty;

    public NameSet Complement() => new(Names, !IsAllBut);

    public NameSet Union(NameSet other) => Complement().Intersect(other.Complement()).Complement();

    public NameSet Except(NameSet other) => Intersect(other.Complement());

    public NameSet Intersect(NameSet other) => (IsAllBut, other.IsAllBut) switch
    {
        (false, false) => new(Merge(Names, other.Names, left: false, both: true, right: false), false),
        (false, true) => new(Merge(Names, other.Names, left: true, both: false, right: false), false),
        (true, false) => new(Merge(Names, other.Names, left: false, both: false, right: true), false),
        (true, true) => new(Merge(Names, other.Names, left: true, both: true, right: true), true),
    };

    /// <inheritdoc/>
    public bool Equals(NameSet other) => IsAllBut == other.IsAllBut
        && (Names == other.Names || Names.SequenceEqual(other.Names, StringComparer.Ordinal));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is NameSet other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsAllBut, Names.Length, Names.IsEmpty ? null : Names[0]);

    public static bool operator ==(NameSet left, NameSet right) => left.Equals(right);

    public static bool operator !=(NameSet left, NameSet right) => !left.Equals(right);

    /// <summary>The names, for a failed test's message.</summary>
    public override string ToString() => $"{(IsAllBut ? "all but " : "")}{{{string.Join(", ", Names)}}}";

    // the names that stand only left, in both, only right: which of these are kept
    private static ImmutableArray<string> Merge(ImmutableArray<string> a, ImmutableArray<string> b, bool left, bool both, bool right)
    {
        if (a.IsEmpty || b.IsEmpty)
        {
            return a.IsEmpty ? (right ? b : []) : left ? a : [];
        }
        var kept = ImmutableArray.CreateBuilder<string>(a.Length + b.Length);
        for (int i = 0, j = 0; i < a.Length || j < b.Length;)
        {
            var order = i == a.Length ? 1 : j == b.Length ? -1 : string.CompareOrdinal(a[i], b[j]);
            if (order < 0 ? left : order > 0 ? right : both)
            {
                kept.Add(order <= 0 ? a[i] : b[j]);
            }
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return kept.DrainToImmutable();
    }
}
