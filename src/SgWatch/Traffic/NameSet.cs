using System.Collections.Immutable;

namespace SgWatch.Traffic;

/// <summary>A set of names: some that are listed, or all except some that are listed.</summary>
/// <remarks>
/// Default: the empty set. Names are compared by their characters, so <c>sg-1</c> isn't <c>SG-1</c>.
/// Every operation is linear in the listed names.
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

    /// <summary>The listed names, ascending and each once: those in the set, or those not in it if it <see cref="IsAllBut"/>.</summary>
    public ImmutableArray<string> Names => _names.IsDefault ? [] : _names;

    /// <summary>Whether the set holds every name except <see cref="Names"/>.</summary>
    public bool IsAllBut { get; }

    /// <summary>Whether no name is in the set.</summary>
    public bool IsEmpty => !IsAllBut && Names.IsEmpty;

    /// <summary>The set of some names, which may come in any order and repeatedly.</summary>
    public static NameSet Of(params IEnumerable<string> names) =>
        new([.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], false);

    /// <summary>Whether a name is in the set.</summary>
    public bool Contains(string name) => Names.BinarySearch(name, StringComparer.Ordinal) >= 0 != IsAllBut;

    /// <summary>Whether every name of <paramref name="other"/> is in this set.</summary>
    public bool Contains(NameSet other) => other.Except(this).IsEmpty;

    /// <summary>Whether some name is in both sets.</summary>
    public bool Overlaps(NameSet other) => !Intersect(other).IsEmpty;

    /// <summary>The names that aren't in this set.</summary>
    public NameSet Complement() => new(Names, !IsAllBut);

    /// <summary>The names in this set or the other.</summary>
    public NameSet Union(NameSet other) => Complement().Intersect(other.Complement()).Complement();

    /// <summary>The names in this set that aren't in <paramref name="other"/>.</summary>
    public NameSet Except(NameSet other) => Intersect(other.Complement());

    /// <summary>The names in both sets.</summary>
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

    /// <summary>Whether both sets hold the same names.</summary>
    public static bool operator ==(NameSet left, NameSet right) => left.Equals(right);

    /// <summary>Whether the sets differ.</summary>
    public static bool operator !=(NameSet left, NameSet right) => !left.Equals(right);

    /// <summary>The names, for the message of a failed test.</summary>
    public override string ToString() => $"{(IsAllBut ? "all but " : "")}{{{string.Join(", ", Names)}}}";

    // keeps the names that are only in a, in both or only in b, as far as the flags say
    private static ImmutableArray<string> Merge(ImmutableArray<string> a, ImmutableArray<string> b, bool left, bool both, bool right)
    {
        if (a.IsEmpty || b.IsEmpty)
        {
            return a.IsEmpty ? (right ? b : []) : left ? a : [];
        }
        var merged = ImmutableArray.CreateBuilder<string>(a.Length + b.Length);
        for (int i = 0, j = 0; i < a.Length || j < b.Length;)
        {
            var order = i == a.Length ? 1 : j == b.Length ? -1 : string.CompareOrdinal(a[i], b[j]);
            if (order < 0 ? left : order > 0 ? right : both)
            {
                merged.Add(order <= 0 ? a[i] : b[j]);
            }
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return merged.DrainToImmutable();
    }
}
