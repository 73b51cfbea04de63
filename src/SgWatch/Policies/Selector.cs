using System.Collections.Immutable;
using SgWatch.Rules;

namespace SgWatch.Policies;

/// <summary>Which groups something is about. All of its parts must hold; an empty part holds for every group.</summary>
public sealed record Selector
{
    /// <summary>Every group.</summary>
    public static Selector EveryGroup { get; } = new();

    /// <summary>Globs, of which one must match the group's name.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    public ImmutableArray<string> Ids { get; init; } = [];

    public ImmutableArray<string> Vpcs { get; init; } = [];

    /// <summary>Accounts, 12 digits each.</summary>
    public ImmutableArray<string> Accounts { get; init; } = [];

    public ImmutableArray<string> Regions { get; init; } = [];

    /// <summary>Tags by key; of each, one of the globs must match the value. A group without the tag isn't meant.</summary>
    public ImmutableArray<(string Key, ImmutableArray<string> Values)> Tags { get; init; } = [];

    /// <summary>Groups that are left out; null for none.</summary>
    public Selector? Not { get; init; }

    /// <summary>Selectors of which one must hold; empty if there is no such condition.</summary>
    public ImmutableArray<Selector> Any { get; init; } = [];

    /// <summary>Whether there is no condition at all.</summary>
    internal bool IsEveryGroup => Names.IsEmpty && Ids.IsEmpty && Vpcs.IsEmpty && Accounts.IsEmpty && Regions.IsEmpty && Tags.IsEmpty && Not is null && Any.IsEmpty;

    public bool Selects(SecurityGroup group) =>
        Matches(Names, group.GroupName)
        && Contains(Ids, group.GroupId)
        && Contains(Vpcs, group.VpcId)
        && Contains(Accounts, group.OwnerId)
        && Contains(Regions, group.Region)
        && HasTags(group)
        && (Not is null || !Not.Selects(group))
        && IsAny(group);

    // loops, for every group of every account is asked about, and a lambda would be an object each time
    private bool HasTags(SecurityGroup group)
    {
        foreach (var (key, values) in Tags)
        {
            if (!group.Tags.TryGetValue(key, out var value) || !Matches(values, value))
            {
                return false;
            }
        }
        return true;
    }

    private bool IsAny(SecurityGroup group)
    {
        foreach (var selector in Any)
        {
            if (selector.Selects(group))
            {
                return true;
            }
        }
        return Any.IsEmpty;
    }

    private static bool Matches(ImmutableArray<string> globs, string text)
    {
        foreach (var glob in globs)
        {
            if (Glob.IsMatch(glob, text))
            {
                return true;
            }
        }
        return globs.IsEmpty;
    }

    private static bool Contains(ImmutableArray<string> values, string? value) => values.IsEmpty || (value is not null && values.Contains(value));
}
