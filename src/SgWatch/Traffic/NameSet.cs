using System.Collections.Immutable;

namespace SgWatch.Traffic;

/// <summary>A set of names out of endlessly many: some named ones, or all but some named ones.</summary>
/// <remarks>Default: the empty set.</remarks>
public readonly struct NameSet : IEquatable<NameSet>
{
    private static readonly ImmutableSortedSet<string> Empty = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    private readonly ImmutableSortedSet<string>? _names;

    private NameSet(ImmutableSortedSet<string> names, bool isAllBut)
    {
        _names = names;
        IsAllBut = isAllBut;
    }

    /// <summary>Every name.</summary>
    public static NameSet Everything { get; } = new(Empty, true);

    /// <summary>The names in the set, or, of a set of <see cref="IsAllBut"/>, those that are not; ascending.</summary>
    public ImmutableSortedSet<string> Names => _names ?? Empty;

    /// <summary>Whether the set holds every name but <see cref="Names"/>.</summary>
    public bool IsAllBut { get; }

    public bool IsEmpty => !IsAllBut && Names.IsEmpty;

    public static NameSet Of(params IEnumerable<string> names) => new(Empty.Union(names), false);

    public bool Contains(string name) => Names.Contains(name) != IsAllBut;

    /// <summary>Whether every name of <paramref name="other"/> is in this set.</summary>
    public bool Contains(NameSet other) => other.Except(this).IsEmpty;

    /// <summary>Whether some name is in both.</summary>
    public bool Overlaps(NameSet other) => !Intersect(other).IsEmpty;

    public NameSet Complement() => new(Names, !IsAllBut);

    public NameSet Union(NameSet other) =>
        IsEmpty ? other : other.IsEmpty ? this : Complement().Intersect(other.Complement()).Complement();

    public NameSet Except(NameSet other) => IsEmpty || other.IsEmpty ? this : Intersect(other.Complement());

    public NameSet Intersect(NameSet other) => IsEmpty || other.IsEmpty ? default : (IsAllBut, other.IsAllBut) switch
    {
        (false, false) => new(Names.Intersect(other.Names), false),
        (false, true) => new(Names.Except(other.Names), false),
        (true, false) => new(other.Names.Except(Names), false),
        (true, true) => new(Names.Union(other.Names), true),
    };

    /// <inheritdoc/>
    public bool Equals(NameSet other) => IsAllBut == other.IsAllBut && (ReferenceEquals(Names, other.Names) || Names.SetEquals(other.Names));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is NameSet other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsAllBut, Names.Count);

    public static bool operator ==(NameSet left, NameSet right) => left.Equals(right);

    public static bool operator !=(NameSet left, NameSet right) => !left.Equals(right);

    /// <summary>The names, for a failed test's message.</summary>
    public override string ToString() => $"{(IsAllBut ? "all but " : "")}{{{string.Join(", ", Names)}}}";
}
