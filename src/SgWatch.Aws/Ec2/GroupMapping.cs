using System.Collections.Immutable;
using SgWatch.Rules;
using Ec2Group = Amazon.EC2.Model.SecurityGroup;

namespace SgWatch.Aws.Ec2;

/// <summary>A group as DescribeSecurityGroups tells it, to a group of ours; its rules come from DescribeSecurityGroupRules.</summary>
internal static class GroupMapping
{
    public static SecurityGroup Read(Ec2Group group, string region, ImmutableArray<SecurityGroupRule> rules) =>
        new(group.GroupId, group.GroupName ?? "")
        {
            VpcId = group.VpcId,
            OwnerId = group.OwnerId,
            Region = region,
            Description = group.Description,
            // EC2's keys are unique; another server's last word on a key counts
            Tags = (group.Tags ?? []).Where(tag => tag.Key is not null).GroupBy(tag => tag.Key, StringComparer.Ordinal)
                .ToImmutableSortedDictionary(tags => tags.Key, tags => tags.Last().Value ?? "", StringComparer.Ordinal),
            Rules = rules,
        };
}
