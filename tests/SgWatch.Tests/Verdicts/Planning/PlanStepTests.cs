using SgWatch.Rules;
using SgWatch.Verdicts;
using static SgWatch.Tests.Verdicts.JudgeCalls;

namespace SgWatch.Tests.Verdicts.Planning;

public sealed class PlanStepTests
{
    private const string NarrowsPort22 = "guardrails: [{ name: no-ssh, action: narrow, forbid: [{ ingress: tcp/22, from: any }] }]";

    [Theory] // each of the two is to be split in two
    [InlineData(54, 4)] // 56, and two, and two
    [InlineData(55, 2)]
    [InlineData(56, 2)]
    [InlineData(57, 0)]
    public void Rules_are_narrowed_while_there_is_room_after_those_before_them(int others, int authorized) =>
        Assert.Equal(authorized, Decide(NarrowsPort22, Wide(others, "sgr-a", "sgr-b"), InspectionCause.Request).Plan.Authorize.Length);

    [Theory]
    [InlineData("sgr-a", "sgr-b", "10.0.0.0/8")]
    [InlineData("sgr-b", "sgr-a", "172.16.0.0/12")]
    [InlineData(null, null, "10.0.0.0/8")] // in a Terraform plan: by their texts
    public void Where_there_is_no_room_for_all_the_ids_say_which_rule_is_narrowed(string? id10, string? id172, string narrowed)
    {
        var group = Wide(56, id10, id172);

        foreach (var order in new[] { group, group with { Rules = [.. group.Rules.Reverse()] } })
        {
            Assert.Equal(
                [$"ingress tcp/20-21 from {narrowed}", $"ingress tcp/23-30 from {narrowed}"],
                Decide(NarrowsPort22, order, InspectionCause.Request).Authorized());
        }
    }

    [Fact]
    public void What_is_left_of_two_rules_comes_once()
    {
        var group = SampleGroups.Web("ingress tcp/22-23 from 10.0.0.0/8", "ingress tcp/21-23 from 10.0.0.0/8");

        Assert.Equal(
            ["ingress tcp/23 from 10.0.0.0/8", "ingress tcp/21 from 10.0.0.0/8"],
            Decide(NarrowsPort22, group, InspectionCause.Request).Authorized());
    }

    [Fact]
    public void Where_one_guardrail_revokes_a_rule_the_others_that_would_narrow_it_say_so()
    {
        var verdict = Decide("""
            guardrails:
              - { name: narrows, action: narrow, forbid: [{ ingress: tcp/22, from: any }] }
              - { name: revokes, forbid: [{ ingress: tcp/23, from: any }] }
              - { name: alerts, action: alert, forbid: [{ ingress: tcp/24, from: any }] }
            """, SampleGroups.Web("ingress tcp/20-24 from 10.0.0.1/32"), InspectionCause.Request);

        Assert.Equal(["narrows sgr-1 Revoke", "revokes sgr-1 Revoke", "alerts sgr-1 Alert"], verdict.Summaries());
        Assert.Equal(
            [
                "the policy forbids tcp/22 from one IPv4 address that isn't public, which ingress tcp/20-24 from 10.0.0.1/32 admits; "
                + "another guardrail revokes all of it",
                "the policy forbids tcp/23 from one IPv4 address that isn't public, which ingress tcp/20-24 from 10.0.0.1/32 admits",
                "the policy forbids tcp/24 from one IPv4 address that isn't public, which ingress tcp/20-24 from 10.0.0.1/32 admits",
            ],
            verdict.Findings.Select(finding => finding.Why));
    }

    [Fact]
    public void What_two_guardrails_narrow_loses_what_either_forbids()
    {
        var verdict = Decide("""
            guardrails:
              - { name: a, action: narrow, forbid: [{ ingress: tcp/22, from: any }] }
              - { name: b, action: narrow, forbid: [{ ingress: tcp/23, from: any }] }
            """, SampleGroups.Web("ingress tcp/20-24 from 10.0.0.1/32"), InspectionCause.Request);

        Assert.Equal(["ingress tcp/20-21 from 10.0.0.1/32", "ingress tcp/24 from 10.0.0.1/32"], verdict.Authorized());
        Assert.All(verdict.Plan.Authorize, rule => Assert.Equal("sgwatch: narrowed by a, b", rule.Description));
    }

    [Theory] // two rules are left
    [InlineData(1, 2, FindingAction.Revoke)]
    [InlineData(2, 1, FindingAction.Revoke)]
    [InlineData(2, 2, FindingAction.Narrow)]
    public void Of_guardrails_that_narrow_the_same_rule_the_lowest_limit_holds(int limitOfA, int limitOfB, FindingAction expected)
    {
        var verdict = Decide($$"""
            guardrails:
              - { name: a, action: narrow, narrow-limit: {{limitOfA}}, forbid: [{ ingress: tcp/22, from: any }] }
              - { name: b, action: narrow, narrow-limit: {{limitOfB}}, forbid: [{ ingress: tcp/23, from: any }] }
            """, SampleGroups.Web("ingress tcp/20-24 from 10.0.0.1/32"), InspectionCause.Request);

        Assert.All(verdict.Findings, finding => Assert.Equal(expected, finding.Action));
    }

    [Fact]
    public void Where_nothing_is_left_to_be_narrowed_to_why_says_so()
    {
        var verdict = Decide(NarrowsPort22, SampleGroups.Web("ingress tcp/22 from 10.0.0.1/32"), InspectionCause.Request);

        Assert.Equal(["no-ssh sgr-1 Revoke"], verdict.Summaries());
        Assert.EndsWith(
            "which ingress tcp/22 from 10.0.0.1/32 admits; nothing of it is permitted", verdict.Findings[0].Why, StringComparison.Ordinal);
    }

    private static SecurityGroup Wide(int others, string? id10, string? id172)
    {
        var group = SampleGroups.Web([.. Enumerable.Range(1, others).Select(port => $"ingress udp/{port} from 10.0.0.0/8")]);
        return group with
        {
            Rules =
            [
                .. group.Rules,
                RuleText.Parse("ingress tcp/20-30 from 10.0.0.0/8") with { SecurityGroupRuleId = id10 },
                RuleText.Parse("ingress tcp/20-30 from 172.16.0.0/12") with { SecurityGroupRuleId = id172 },
            ],
        };
    }
}
