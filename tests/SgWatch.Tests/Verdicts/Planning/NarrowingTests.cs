using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Verdicts;
using static SgWatch.Tests.Verdicts.JudgeCalls;

namespace SgWatch.Tests.Verdicts.Planning;

/// <summary>Rules that are replaced by their permitted rest.</summary>
public sealed class NarrowingTests
{
    [Fact]
    public void Narrow_keeps_exactly_the_permitted_rest_and_says_who_asked()
    {
        var policy = Guarded(new Guardrail("admin from office")
        {
            Forbid = [On("tcp/22", "0.0.0.0/0")],
            Allow = [On("tcp/22", "198.51.100.0/24")],
            Action = GuardrailAction.Narrow,
        });

        var verdict = Decide(policy, SampleGroups.Web("ingress tcp/22-23 from 198.51.100.0/23"), InspectionCause.Request);

        Assert.Equal(FindingAction.Narrow, Assert.Single(verdict.Findings).Action);
        Assert.Equal(
            ["ingress tcp/22-23 from 198.51.100.0/24", "ingress tcp/23 from 198.51.100.0/23"],
            verdict.Plan.Authorize.Select(r => r.ToString()));
        Assert.All(verdict.Plan.Authorize, rule => Assert.Equal("sgwatch: narrowed by admin from office", rule.Description));
        Assert.Equal("tcp/22 from 198.51.101.0", verdict.Findings[0].Witness!.ToString());
    }

    [Fact]
    public void Narrow_keeps_the_account_of_a_group_and_adds_no_rule_twice()
    {
        var policy = Guarded(new Guardrail("g") { Forbid = [On("tcp/22", "sg-1")], Action = GuardrailAction.Narrow });
        var web = SampleGroups.Web("ingress tcp/23 from sg-1");
        var group = web with
        {
            Rules =
            [
                .. web.Rules,
                new("sgr-9", false, Service.Parse("tcp/22-23"), new Peer.Group("sg-1", "123456789012")),
                new("sgr-10", false, Service.Parse("tcp/20-22"), new Peer.Group("sg-1", "123456789012")),
            ],
        };

        var verdict = Decide(policy, group, InspectionCause.Request);

        Assert.Equal(["sgr-9", "sgr-10"], verdict.Plan.Revoke.Select(r => r.SecurityGroupRuleId));
        var added = Assert.Single(verdict.Plan.Authorize); // tcp/23 is there already
        Assert.Equal("ingress tcp/20-21 from sg-1", added.ToString());
        Assert.Equal("123456789012", Assert.IsType<Peer.Group>(added.Peer).UserId);
    }

    [Fact]
    public void Where_the_rest_takes_too_many_rules_the_rule_is_revoked_and_why_says_so()
    {
        var policy = Guarded(new Guardrail("g") { Forbid = [On("any", "8.8.8.8/32")], Action = GuardrailAction.Narrow });

        var verdict = Decide(policy, SampleGroups.Web("ingress tcp/22 from 8.0.0.0/8"), InspectionCause.Request);

        Assert.Empty(verdict.Plan.Authorize);
        Assert.Equal(FindingAction.Revoke, Assert.Single(verdict.Findings).Action);
        Assert.Equal(
            "the policy forbids tcp/22 from one public IPv4 address, which ingress tcp/22 from 8.0.0.0/8 admits; "
            + "its permitted rest would take more than 10 rules, so all of it is revoked",
            verdict.Findings[0].Why);
    }

    [Fact]
    public void Where_the_rest_exceeds_the_quota_the_rule_is_revoked()
    {
        var policy = Guarded(new Guardrail("g") { Forbid = [On("tcp/22", "0.0.0.0/0")], Action = GuardrailAction.Narrow });

        Assert.Equal(2, Decide(policy, SampleGroups.Web(Full(58)), InspectionCause.Request).Plan.Authorize.Length);
        var verdict = Decide(policy, SampleGroups.Web(Full(59)), InspectionCause.Request);
        Assert.Empty(verdict.Plan.Authorize);
        Assert.Single(verdict.Plan.Revoke);
        Assert.Contains("60 rules", verdict.Findings[0].Why, StringComparison.Ordinal);

        static string[] Full(int rules) =>
            [.. Enumerable.Range(0, rules - 1).Select(i => $"ingress udp/{i} from 10.0.0.0/8"), "ingress tcp/21-23 from 10.0.0.0/8"];
    }

    [Fact]
    public void Revoke_wins_over_narrow()
    {
        var policy = Guarded(
            new("narrows") { Forbid = [On("tcp/22", "0.0.0.0/0")], Action = GuardrailAction.Narrow },
            new("revokes") { Forbid = [On("tcp/23", "0.0.0.0/0")] });

        var verdict = Decide(policy, SampleGroups.Web("ingress tcp/20-30 from 10.0.0.0/8"), InspectionCause.Request);

        Assert.Single(verdict.Plan.Revoke);
        Assert.Empty(verdict.Plan.Authorize);
        Assert.All(verdict.Findings, f => Assert.Equal(FindingAction.Revoke, f.Action));
    }
}
