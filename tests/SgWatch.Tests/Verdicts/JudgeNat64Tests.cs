using SgWatch.Rules;
using SgWatch.Verdicts;
using static SgWatch.Tests.Verdicts.JudgeCalls;

namespace SgWatch.Tests.Verdicts;

/// <summary>NAT64: traffic with 64:ff9b::X counts as traffic with the IPv4 address X.</summary>
public sealed class JudgeNat64Tests
{
    private const string World = "forbid: [{ egress: any, to: world }, { ingress: any, from: world }]";
    private const string Internet = "forbid: [{ egress: any, to: internet }]";

    [Theory]
    [InlineData(World, "egress any to 64:ff9b::/96")]
    [InlineData(World, "egress any to 64:ff9b::/64")]
    [InlineData(World, "egress tcp/443 to 64:ff9b::300:0/104")] // 3.0.0.0/8
    [InlineData(World, "ingress tcp/22 from 64:ff9b::/97")]
    [InlineData(Internet, "egress any to 64:ff9b::/96")]
    [InlineData(Internet, "egress any to 64:ff9b::808:808/128")]
    [InlineData("forbid: [{ egress: any, to: 0.0.0.0/0 }]", "egress any to 64:ff9b::a00:0/104")]
    [InlineData("forbid: [{ egress: any, to: private }]", "egress any to 64:ff9b::a00:0/104")]
    [InlineData("forbid: [{ egress: any, to: 192.0.2.0/24 }]", "egress any to 64:ff9b::c000:207/128")]
    [InlineData("forbid: [{ egress: any, to: 64:ff9b::/96 }]", "egress any to 64:ff9b::808:808/128")]
    [InlineData("forbid: [{ egress: any, to: 0.0.0.0/0 }]", "egress any to ::/0")] // 64:ff9b::/96 is in it
    public void A_rule_for_forbidden_addresses_through_nat64_goes(string guardrail, string rule) =>
        Assert.Equal(["sgr-1"], Judged(guardrail, rule).Revoked());

    [Theory]
    [InlineData(World, "egress any to 64:ff9b::a00:0/104")] // 10.0.0.0/8
    [InlineData(World, "egress any to 64:ff9b::300:0/105")] // half of 3.0.0.0/8
    [InlineData(World, "egress any to 64:ff9b:1::/48")]
    [InlineData(Internet, "egress any to 64:ff9b::a00:0/104")]
    [InlineData(Internet, "egress any to 64:ff9b:1::/48")]
    [InlineData("forbid: [{ egress: any, to: private }]", "egress any to 64:ff9b::808:808/128")]
    [InlineData("forbid: [{ egress: any, to: 64:ff9b::/96 }]", "egress any to 8.8.8.8/32")] // an IPv6 block names itself only
    [InlineData("forbid: any, allow: [{ egress: any, to: 10.0.0.0/8 }]", "egress any to 64:ff9b::a01:0/112")]
    [InlineData("forbid: any, allow: [{ egress: any, to: private }]", "egress any to 64:ff9b::a00:0/104")]
    [InlineData("forbid: any, allow: [{ egress: any, to: internet }]", "egress any to 64:ff9b::808:808/128")]
    [InlineData("forbid: any, allow: [{ egress: any, to: world }]", "egress any to 64:ff9b::/96")]
    [InlineData("forbid: any, allow: [{ egress: any, to: ::/0 }]", "egress any to 64:ff9b::/96")]
    [InlineData("forbid: [{ egress: any, to: world }], allow: [{ egress: any, to: 0.0.0.0/0 }]", "egress any to 64:ff9b::/96")]
    [InlineData("forbid: any, require: [{ egress: any, to: 10.0.0.0/8 }]", "egress any to 10.0.0.0/8", "egress any to 64:ff9b::a00:0/104")]
    public void A_rule_for_other_addresses_through_nat64_stays(string guardrail, params string[] rules) =>
        Assert.True(Judged(guardrail, rules).IsCompliant);

    [Fact]
    public void Half_of_ipv4_and_the_other_half_through_nat64_are_the_world()
    {
        const string All = $"world-open: {{ ipv4: 0 }}\nguardrails: [{{ name: g, judge: state, {World} }}]";
        var (low, high) = ("egress any to 0.0.0.0/1", "egress any to 64:ff9b::8000:0/97");

        Assert.Equal(["sgr-1"], Decide(All, SampleGroups.Web(low, high), InspectionCause.Sweep).Revoked());
        Assert.True(Decide(All, SampleGroups.Web(low, "egress any to 64:ff9b::/97"), InspectionCause.Sweep).IsCompliant);
        Assert.True(Decide(All, SampleGroups.Web(high), InspectionCause.Sweep).IsCompliant);
    }

    [Fact] // the same addresses twice are no more addresses
    public void An_address_that_is_open_directly_and_through_nat64_counts_once() =>
        Assert.True(Judged(World, "egress any to 3.0.0.0/9", "egress any to 64:ff9b::300:0/105").IsCompliant);

    [Fact]
    public void A_prefix_list_of_nat64_addresses_counts_as_their_ipv4_addresses() => Assert.Equal(
        ["sgr-1"],
        Decide(
            $"guardrails: [{{ name: g, {World} }}]", SampleGroups.Web("egress any to pl-1"), InspectionCause.Request,
            Lists("pl-1", "64:ff9b::/97", "64:ff9b::8000:0/97")).Revoked());

    [Fact] // IPv4 is permitted, so only the rest of IPv6 is taken from it
    public void A_narrowed_rule_keeps_what_is_permitted_through_nat64()
    {
        var verdict = Judged($"{World}, allow: [{{ egress: any, to: 0.0.0.0/0 }}], action: narrow", "egress any to ::/0");

        Assert.Equal(["sgr-1"], verdict.Revoked());
        Assert.Equal(["egress any to 64:ff9b::/96"], verdict.Authorized());
    }

    [Fact]
    public void A_narrowed_rule_loses_what_is_forbidden_through_nat64() => Assert.Equal(
        ["egress any to 64:ff9b::a00:0/105"],
        Judged(
            "forbid: [{ egress: any, to: 10.128.0.0/9 }], action: narrow", "egress any to 64:ff9b::a00:0/104").Authorized());

    [Fact] // what is required is required as it is written
    public void A_requirement_of_ipv4_addresses_is_met_only_by_ipv4_rules()
    {
        const string Guardrail = "require: [{ egress: any, to: 10.0.0.0/8 }]";

        Assert.Equal(["egress any to 10.0.0.0/8"], Judged(Guardrail, "egress any to 64:ff9b::a00:0/104").Authorized());
        Assert.True(Judged(Guardrail, "egress any to 10.0.0.0/8").IsCompliant);
    }

    [Theory] // either block alone isn't open to the world, so which one is refused first must not matter
    [InlineData("[3.0.0.0/9, 5.0.0.0/9]")]
    [InlineData("[64:ff9b::300:0/105, 64:ff9b::500:0/105]")]
    [InlineData("[3.0.0.0/9, 64:ff9b::500:0/105]")]
    public void What_would_open_the_world_is_not_restored_in_part(string required) => Assert.Empty(Decide(
        $"guardrails: [{{ name: g, {World} }}, {{ name: needs, require: [{{ egress: any, to: {required} }}] }}]",
        SampleGroups.Web(), InspectionCause.Request).Authorized());

    [Theory]
    [InlineData("egress any to 64:ff9b::/96",
        "any admits 3,702,258,434 public IPv4 addresses through NAT64 (64:ff9b::/96); the policy calls that the world")]
    [InlineData("egress any to ::/0", "any admits about 2^127 public IPv6 addresses; the policy calls that the world")]
    [InlineData("egress any to 0.0.0.0/0", "any admits 3,702,258,434 public IPv4 addresses; the policy calls that the world")]
    public void The_reason_says_that_the_way_is_nat64(string rule, string why) =>
        Assert.Equal(why, Assert.Single(Judged(World, rule).Findings).Why);

    [Fact]
    public void A_plan_for_nat64_addresses_reads_back()
    {
        var rule = RuleText.Parse("egress any to 64:ff9b::a00:0/104");

        Assert.Equal("egress any to 64:ff9b::a00:0/104", rule.ToString());
        Assert.Equal("egress any to 64:ff9b::808:808/128", RuleText.Parse("egress any to 64:ff9b::8.8.8.8/128").ToString());
    }

    private static Verdict Judged(string guardrail, params string[] rules) =>
        Decide($"guardrails: [{{ name: g, {guardrail} }}]", SampleGroups.Web(rules), InspectionCause.Request);
}
