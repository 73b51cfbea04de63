using SgWatch.Changes;
using SgWatch.Verdicts;
using static SgWatch.Tests.Verdicts.JudgeCalls;

namespace SgWatch.Tests.Verdicts.Planning;

/// <summary>Plans of more than one step, because a revoked rule may uncover a fault by another guardrail.</summary>
public sealed class PlannerTests
{
    private const string WorldAndWide = """
        guardrails:
          - name: no-world
            forbid: [{ ingress: any, from: world }]
            unless-changed-by: ["*:role/pipeline"]
          - { name: nothing-from-9, judge: state, forbid: [{ ingress: any, from: 9.0.0.0/8 }] }
        """;

    // while sgr-3 is there, sgr-1 opens nothing that isn't open already; once it is gone, sgr-1 and sgr-2 are the world
    private static readonly string[] OpensLate =
        ["ingress tcp/443 from 3.0.0.0/9", "ingress tcp/443 from 3.128.0.0/9", "ingress tcp/443 from 0.0.0.0/0"];

    [Fact]
    public void A_new_rule_that_would_open_the_group_once_another_is_gone_is_taken_first()
    {
        var verdict = Decide(WorldAndWide, SampleGroups.Web(OpensLate), Changed("sgr-1"));

        Assert.Equal(["sgr-1", "sgr-3"], verdict.Revoked());
        Assert.Equal(["no-world sgr-1 Revoke", "no-world sgr-3 None", "nothing-from-9 sgr-3 Revoke"], verdict.Summaries());
    }

    [Fact]
    public void A_rule_that_the_pipeline_made_is_left_alone()
    {
        var byPipeline = new InspectionCause(Changed("sgr-1").Changed.By(
            new Origin("X") { Actor = new() { Arn = "arn:aws:iam::111122223333:role/pipeline" } }));

        Assert.Equal(["sgr-3"], Decide(WorldAndWide, SampleGroups.Web(OpensLate), byPipeline).Revoked());
    }

    [Fact]
    public void A_rule_that_breaks_nothing_once_the_others_are_gone_and_is_required_stays()
    {
        var verdict = Decide("""
            guardrails:
              - { name: no-world, forbid: [{ ingress: any, from: world }] }
              - { name: closed, forbid: [{ ingress: any, from: 3.128.0.0/9 }] }
              - { name: partner, require: [{ ingress: tcp/22, from: 3.0.0.0/9 }] }
            """, SampleGroups.Web("ingress tcp/22 from 3.0.0.0/9", "ingress tcp/22 from 3.128.0.0/9"), InspectionCause.Request);

        Assert.Equal(["sgr-2"], verdict.Revoked());
        Assert.Empty(verdict.Plan.Authorize);
        Assert.Equal(["no-world sgr-1 None", "closed sgr-2 Revoke"], verdict.Summaries());
        Assert.Equal(
            "tcp/22 admits 16,777,216 public IPv4 addresses together with other rules of the group; the policy calls that the world; "
            + "it breaks nothing once the other rules are gone, and another guardrail requires it, so it stays", verdict.Findings[0].Why);
        Assert.DoesNotContain("it stays", verdict.Findings[1].Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_what_is_missing_the_part_that_no_guardrail_forbids_is_restored()
    {
        var verdict = Decide("""
            guardrails:
              - { name: monitoring, require: [{ ingress: tcp/9100-9101, from: 10.0.0.0/8 }] }
              - { name: closed, action: narrow, forbid: [{ ingress: tcp/9101, from: any }] }
            """, SampleGroups.Web(), InspectionCause.Sweep);

        Assert.Equal(["monitoring Missing Restore"], verdict.Summaries());
        Assert.Equal(["ingress tcp/9100 from 10.0.0.0/8"], verdict.Authorized());
        Assert.Equal("sgwatch: required by monitoring", verdict.Plan.Authorize[0].Description);
        Assert.Equal(
            "the policy requires tcp/9100-9101 from 16,777,216 IPv4 addresses, none of them public, which no rule admits; "
            + "another guardrail forbids a part of it, which isn't restored",
            verdict.Findings[0].Why);
    }

    [Fact]
    public void What_is_missing_and_forbidden_is_alerted_and_what_no_other_forbids_is_restored()
    {
        var verdict = Decide("""
            guardrails:
              - { name: monitoring, require: [{ ingress: tcp/9101, from: 10.0.0.0/8 }] }
              - { name: backup, require: [{ ingress: tcp/9102, from: 10.0.0.0/8 }] }
              - { name: closed, forbid: [{ ingress: tcp/9101, from: any }] }
            """, SampleGroups.Web(), InspectionCause.Sweep);

        Assert.Equal(["monitoring Missing Alert", "backup Missing Restore"], verdict.Summaries());
        Assert.Equal(
            "the policy requires tcp/9101 from 16,777,216 IPv4 addresses, none of them public, which no rule admits; "
            + "another guardrail forbids it, so it isn't restored",
            verdict.Findings[0].Why);
        Assert.Equal(
            "the policy requires tcp/9102 from 16,777,216 IPv4 addresses, none of them public, which no rule admits",
            verdict.Findings[1].Why);
    }

    [Fact]
    public void What_would_take_a_thousand_rules_is_not_restored_and_why_says_so()
    {
        var oddPorts = string.Join(", ", Enumerable.Range(0, 60).Select(i => $"tcp/{2 * i + 1}"));
        var required = string.Join(", ", Enumerable.Range(0, 17).Select(i => $"{{ ingress: [{oddPorts}], from: 10.{2 * i}.0.0/16 }}"));

        var verdict = Decide($"guardrails: [{{ name: odd, require: [{required}] }}]", SampleGroups.Web(), InspectionCause.Sweep);

        Assert.Equal(["odd Missing Alert"], verdict.Summaries());
        Assert.EndsWith("; it would take more than 1000 rules, so it isn't restored", verdict.Findings[0].Why, StringComparison.Ordinal);
        Assert.True(verdict.Plan.IsEmpty);
    }
}
