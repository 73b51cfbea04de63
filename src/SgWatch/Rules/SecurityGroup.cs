using System.Collections.Immutable;

namespace SgWatch.Rules;

/// <summary>A security group as it is at one moment, with all its rules.</summary>
/// <param name="GroupId">Such as <c>sg-0123</c>.</param>
/// <param name="GroupName">Unique in its VPC; <c>default</c> for the group that EC2 makes with the VPC.</param>
public sealed record SecurityGroup(string GroupId, string GroupName)
{
    /// <summary>The VPC; null only in data that doesn't say.</summary>
    public string? VpcId { get; init; }

    /// <summary>The account that owns the group (12 digits).</summary>
    public string? OwnerId { get; init; }

    public string? Region { get; init; }

    public string? Description { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Every rule of both directions; their order means nothing.</summary>
    public ImmutableArray<SecurityGroupRule> Rules { get; init; } = [];
}
