using System.Collections.Immutable;
using SgWatch.Rules;

namespace SgWatch.Policies;

/// <summary>Selects groups. All of its conditions must hold. An empty one holds for every group.</summary>
public sealed record Selector
{
    /// <summary>Every group.</summary>
    public static Selector EveryGroup { get; } = new();

    /// <summary>Globs, of which one must match the group's name.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>Group ids, of which one must be the group's.</summary>
    public ImmutableArray<string> Ids { get; init; } = [];

    /// <summary>VPC ids, of which one must be that of the group's VPC, or of a VPC with which the group is associated.</summary>
    public ImmutableArray<string> Vpcs { get; init; } = [];

    /// <summary>Accounts (12 digits), of which one must own the group.</summary>
    public ImmutableArray<string> Accounts { get; init; } = [];

    /// <summary>Regions, of which one must be the group's.</summary>
    public ImmutableArray<string> Regions { get; init; } = [];

    /// <summary>Tags by key. The group must have each of them, with a value that one of the globs matches.</summary>
    public ImmutableArray<(string Key, ImmutableArray<string> Values)> Tags { get; init; } = [];

    /// <summary>Groups that are left out. Null if none are.</summary>
    public Selector? Not { get; init; }

    /// <summary>Selectors, of which one must select the group.</summary>
    public ImmutableArray<Selector> Any { get; init; } = [];

    /// <summary>Whether there is no condition at all.</summary>
    internal bool IsEveryGroup => Names.IsEmpty && Ids.IsEmpty && Vpcs.IsEmpty && Accounts.IsEmpty && Regions.IsEmpty
        && Tags.IsEmpty && Not is null && Any.IsEmpty;

    /// <summary>Whether all conditions hold for a group. What the group's data doesn't say fulfils no condition.</summary>
    public bool Selects(SecurityGroup group) =>
        Matches(Names, group.GroupName)
        && Contains(Ids, group.GroupId)
        && IsInVpc(group)
        && Contains(Accounts, group.OwnerId)
        && Contains(Regions, group.Region)
        && HasTags(group)
        && (Not is null || !Not.Selects(group))
        && IsAny(group);

    /// <summary>Whether it depends on the VPCs of groups.</summary>
    internal bool NamesVpcs => !Vpcs.IsEmpty || Not?.NamesVpcs == true || Any.Any(static selector => selector.NamesVpcs);

    private bool IsInVpc(SecurityGroup group)
    {
        if (Contains(Vpcs, group.VpcId))
        {
            return true;
        }
        foreach (var vpc in group.AssociatedVpcs ?? [])
        {
            if (Vpcs.Contains(vpc))
            {
                return true;
            }
        }
        return false;
    }

    // loops, because every group of every account is tested, and each lambda would be an object
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

    private static bool Contains(ImmutableArray<string> values, string? value) =>
        values.IsEmpty || (value is not null && values.Contains(value));
}
