using System.Collections.Immutable;

namespace SgWatch.Rules;

/// <summary>A security group as it is at one moment, with all its rules.</summary>
/// <param name="GroupId">Its id, such as <c>sg-0123</c>.</param>
/// <param name="GroupName">Its name, unique in its VPC. The group that EC2 creates with a VPC is named <c>default</c>.</param>
public sealed record SecurityGroup(string GroupId, string GroupName)
{
    /// <summary>The id of its VPC. Null if the data doesn't say.</summary>
    public string? VpcId { get; init; }

    /// <summary>The ids of the VPCs with which it is associated, beside its own. Null if nobody asked.</summary>
    public ImmutableArray<string>? AssociatedVpcs { get; init; }

    /// <summary>The account that owns it (12 digits). Null if the data doesn't say.</summary>
    public string? OwnerId { get; init; }

    /// <summary>Its region, such as <c>eu-west-1</c>. Null if the data doesn't say.</summary>
    public string? Region { get; init; }

    /// <summary>Its description. Null if the data doesn't say.</summary>
    public string? Description { get; init; }

    /// <summary>Its tags by key.</summary>
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>All its rules, of both directions. Their order means nothing.</summary>
    public ImmutableArray<SecurityGroupRule> Rules { get; init; } = [];

    /// <summary>The same group, whose rules have their tags only counted.</summary>
    public SecurityGroup WithoutRuleTags() => Rules.All(rule => rule.Tags.IsEmpty)
        ? this
        : this with { Rules = [.. Rules.Select(rule => rule.WithoutTags())] };
}
