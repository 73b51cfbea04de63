using SgWatch.Rules;
using SgWatch.Verdicts.Planning;

namespace SgWatch.Tests.Verdicts.Planning;

public sealed class AddedRuleTests
{
    private static readonly SecurityGroupRule Rule = RuleText.Parse("ingress tcp/443 from 10.0.0.0/8");

    [Fact]
    public void Its_description_says_which_guardrails_asked_for_it() =>
        Assert.Equal("sgwatch: required by a, b", AddedRule.Describe(Rule, "required by", ["a", "b"]).Description);

    [Theory] // EC2 refuses a description with any other character
    [InlineData("Ports 80/443, #2 (web): $a=[b]+c&d;{e}!*@_.", "Ports 80/443, #2 (web): $a=[b]+c&d;{e}!*@_.")]
    [InlineData("caf\u00e9 \"x\" <y> 'z'\n", "caf- -x- -y- -z--")]
    public void Its_description_has_no_character_that_EC2_refuses(string guardrail, string description) =>
        Assert.Equal($"sgwatch: narrowed by {description}", AddedRule.Describe(Rule, "narrowed by", [guardrail]).Description);

    [Fact]
    public void Its_description_is_cut_where_EC2_would_refuse_it_for_its_length()
    {
        Assert.Equal(255, AddedRule.Describe(Rule, "required by", [new('a', 300)]).Description!.Length);
        // 255 with it
        Assert.EndsWith("ab", AddedRule.Describe(Rule, "required by", [$"{new string('a', 233)}b"]).Description, StringComparison.Ordinal);
    }
}
