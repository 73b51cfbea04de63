using SgWatch.Rules;
using Ec2Rule = Amazon.EC2.Model.SecurityGroupRule;

namespace SgWatch.Aws.Ec2;

/// <summary>A rule as DescribeSecurityGroupRules lists it.</summary>
/// <param name="GroupId">Its group.</param>
/// <param name="Rule">The rule, without its tags.</param>
internal readonly record struct ListedRule(string GroupId, SecurityGroupRule Rule)
{
    public static ListedRule Of(Ec2Rule rule) => new(rule.GroupId, RuleMapping.ReadWithoutTags(rule));
}
