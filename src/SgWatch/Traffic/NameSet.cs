using System.Collections.Immutable;

namespace SgWatch.Traffic;

/// <summary>A set of names out of endlessly many: some named ones, or all but some named ones.</summary>
/// <remarks>Default: the empty set.</remarks>
public readonly struct NameSet : IEquatable<NameSet>
{
    private static readonly ImmutableSortedSet<string> Empty = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    private readonly ImmutableSortedSet<string>? _names;
    private readonly bool _allBut;

    private NameSet(ImmutableSortedSet<string> names, bool allBut)
    {
        _names = names;
        _allBut = allBut;
    }

    /// <summary>Every name.</summary>
    public static NameSet Everything { get; } = new(Empty, true);

    /// <summary>The names in the set, or, of a set of <see cref="IsAllBut"/>, those that are not.</summary>
    public ImmutableSortedSet<string> Names => _names ?? Empty;

    /// <summary>Whether the set holds every name but <see cref="Names"/>.</summary>
    public bool IsAllBut => _allBut;

    public bool IsEmpty => !_allBut && Names.Count == 0;

    public static NameSet Of(params IEnumerable<string> names) => new(Empty.Union(names), false);

    public bool Contains(string name) => Names.Contains(name) != _allBut;

    public NameSet Complement() => new(Names, !_allBut);

    public NameSet Union(NameSet other) => Complement().Intersect(other.Complement()).Complement();

    public NameSet Except(NameSet other) => Intersect(other.Complement());

    public NameSet Intersect(NameSet other) => (_allBut, other._allBut) switch
    {
        (false, false) => new(Names.Intersect(other.Names), false),
        (false, true) => new(Names.Except(other.Names), false),
        (true, false) => new(other.Names.Except(Names), false),
        (true, true) => new(Names.Union(other.Names), true),
    };

    /// <inheritdoc/>
    public bool Equals(NameSet other) => _allBut == other._allBut && Names.SetEquals(other.Names);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is NameSet other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_allBut, Names.Count);

    public static bool operator ==(NameSet left, NameSet right) => left.Equals(right);

    public static bool operator !=(NameSet left, NameSet right) => !left.Equals(right);

    /// <summary>The names, for a failed test's message.</summary>
    public override string ToString() => $"{(_allBut ? "all but " : "")}{{{string.Join(", ", Names)}}}";
}
