using Ec2Group = Amazon.EC2.Model.SecurityGroup;
using SecurityGroup = SgWatch.Rules.SecurityGroup;

namespace SgWatch.Aws.Ec2;

/// <summary>A group as DescribeSecurityGroups lists it.</summary>
/// <param name="Group">The group without its rules: their ids come from another call.</param>
/// <param name="Rules">How many rules it has.</param>
internal readonly record struct ListedGroup(SecurityGroup Group, int Rules)
{
    public static ListedGroup Of(Ec2Group group, string region) =>
        new(GroupMapping.Read(group, region, rules: []), GroupMapping.CountRules(group));
}
