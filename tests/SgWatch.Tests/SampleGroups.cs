using SgWatch.Rules;

namespace SgWatch.Tests;

/// <summary>Makes groups for tests: each rule's text, its id the number of its place.</summary>
internal static class SampleGroups
{
    public static SecurityGroup Web(params string[] rules) => Named("web", rules);

    public static SecurityGroup Default(params string[] rules) => Named("default", rules);

    public static SecurityGroup Named(string name, params string[] rules) => new("sg-0123456789abcdef0", name)
    {
        VpcId = "vpc-0123456789abcdef0",
        OwnerId = "111122223333",
        Region = "eu-west-1",
        Rules = [.. rules.Select((text, i) => RuleText.Parse(text) with { SecurityGroupRuleId = $"sgr-{i + 1}" })],
    };
}
