using System.Collections.Immutable;
using Amazon.EC2.Model;
using Ec2Group = Amazon.EC2.Model.SecurityGroup;
using SecurityGroup = SgWatch.Rules.SecurityGroup;
using SecurityGroupRule = SgWatch.Rules.SecurityGroupRule;

namespace SgWatch.Aws.Ec2;

/// <summary>Reads a group from an answer of DescribeSecurityGroups. Its rules come from DescribeSecurityGroupRules.</summary>
internal static class GroupMapping
{
    public static SecurityGroup Read(Ec2Group group, string region, ImmutableArray<SecurityGroupRule> rules) =>
        new(group.GroupId, group.GroupName ?? "")
        {
            VpcId = group.VpcId,
            OwnerId = group.OwnerId,
            Region = region,
            Description = group.Description,
            Tags = ReadTags(group.Tags),
            Rules = rules,
        };

    /// <summary>How many rules a group has, as DescribeSecurityGroups lists them: without ids.</summary>
    public static int CountRules(Ec2Group group) =>
        (group.IpPermissions ?? []).Concat(group.IpPermissionsEgress ?? []).Sum(permission =>
            Count(permission.Ipv4Ranges) + Count(permission.Ipv6Ranges) + Count(permission.PrefixListIds)
            + Count(permission.UserIdGroupPairs));

    private static int Count<T>(List<T>? peers) => peers?.Count ?? 0;

    // EC2's keys are unique. If another server repeats a key, the last value counts.
    public static ImmutableSortedDictionary<string, string> ReadTags(List<Tag>? tags) => tags is null or []
        ? ImmutableSortedDictionary<string, string>.Empty
        : tags.Where(tag => tag.Key is not null).GroupBy(tag => tag.Key, StringComparer.Ordinal)
            .ToImmutableSortedDictionary(same => same.Key, same => same.Last().Value ?? "", StringComparer.Ordinal);
}
