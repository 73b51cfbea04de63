using SgWatch.Addresses;
using SgWatch.Policies;
using SgWatch.Traffic;
using SgWatch.Verdicts;
using static SgWatch.Tests.Verdicts.JudgeCalls;

namespace SgWatch.Tests.Verdicts.Planning;

/// <summary>Traffic that a guardrail requires and that a group lacks.</summary>
public sealed class RequiredTrafficTests
{
    private static readonly InspectionCause NewRule = Changed("sgr-1");

    [Fact] // found by ten million cases: together with "everybody" the partner's traffic is refused, but without "everybody" it isn't
    public void What_a_guardrail_requires_is_not_lost_with_what_another_requires_in_vain()
    {
        static Pattern All(string service, bool isEgress, AddressSet addresses) =>
            On(service, "0.0.0.0/0", isEgress) with { Peers = PeerSet.Of(addresses) };
        var policy = Guarded(
            new Guardrail("no-world")
            {
                Forbid =
                [
                    On("tcp/20", "0.0.0.0/0") with { Peers = default, World = true },
                    All("tcp/22", false, SpecialPurposeRegistry.Public),
                    All("tcp/22", true, SpecialPurposeRegistry.Public),
                ],
            },
            new Guardrail("everybody")
            {
                Require = [All("tcp/20-23", false, AddressSet.Everything), All("tcp/20-23", true, AddressSet.Everything)],
            },
            new Guardrail("partner") { Require = [On("tcp/20", "8.8.8.0/30")] });
        var group = SampleGroups.Web();

        var plan = Decide(policy, group, NewRule).Plan;

        Assert.Contains("ingress tcp/20 from 8.8.8.0/30", plan.Authorize.Select(rule => rule.ToString()));
        Assert.True(Decide(policy, group with { Rules = plan.Authorize }, NewRule).Plan.IsEmpty);
    }

    [Fact]
    public void What_is_missing_is_restored_exactly_even_on_a_sweep_and_for_an_alert()
    {
        var policy = Guarded(new Guardrail("db") { Require = [On("tcp/5432", "10.0.0.0/8")], Action = GuardrailAction.Alert });

        var verdict = Decide(policy, SampleGroups.Web("ingress tcp from 10.0.0.0/9"), InspectionCause.Sweep);

        var finding = Assert.Single(verdict.Findings);
        Assert.Equal((FindingKind.Missing, FindingAction.Restore, null), (finding.Kind, finding.Action, finding.Rule));
        Assert.Equal("the policy requires tcp/5432 from 8,388,608 IPv4 addresses, none of them public, which no rule admits", finding.Why);
        var rule = Assert.Single(verdict.Plan.Authorize);
        Assert.Equal(("ingress tcp/5432 from 10.128.0.0/9", "sgwatch: required by db"), (rule.ToString(), rule.Description));
        Assert.Equal(
            FindingAction.Alert,
            Assert.Single(Decide(policy.AtMost(PolicyMode.Observe), SampleGroups.Web(), InspectionCause.Request).Findings).Action);
    }

    [Fact]
    public void What_a_guardrail_requires_is_restored_in_the_plan_that_revokes_its_rule()
    {
        var policy =
            Guarded(new Guardrail("pinned") { Forbid = [Pattern.Any], Require = [On("tcp/5432", "sg-1")], Judge = JudgeScope.State });

        var plan = Decide(policy, SampleGroups.Web("ingress any from sg-1"), InspectionCause.Sweep).Plan;

        Assert.Single(plan.Revoke);
        Assert.Equal("ingress tcp/5432 from sg-1", Assert.Single(plan.Authorize).ToString());
    }

    [Fact]
    public void What_another_guardrail_forbids_is_not_restored()
    {
        var policy = Guarded(
            new("lb") { Require = [On("tcp/443", "0.0.0.0/0")] },
            new("no-world") { Forbid = [Pattern.AnyFromWorld(false)] });

        var verdict = Decide(policy, SampleGroups.Web(), InspectionCause.Sweep);

        Assert.True(verdict.Plan.IsEmpty);
        Assert.Equal(FindingAction.Alert, Assert.Single(verdict.Findings).Action);
        Assert.EndsWith("another guardrail forbids it, so it isn't restored", verdict.Findings[0].Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_required_prefix_list_is_restored_by_its_id()
    {
        var policy =
            Guarded(new Guardrail("cdn") { Require = [On("tcp/443", "10.0.0.0/8") with { Peers = default, PrefixLists = ["pl-1"] }] });

        var read = Decide(policy, SampleGroups.Web("ingress tcp/443 from 8.8.8.0/25"), InspectionCause.Sweep, Lists("pl-1", "8.8.8.0/24"));
        Assert.Equal("ingress tcp/443 from pl-1", Assert.Single(read.Authorized()));
        var unread = Decide(policy, SampleGroups.Web(), InspectionCause.Sweep);
        Assert.Equal(FindingKind.UnresolvedPeer, Assert.Single(unread.Findings).Kind);
        Assert.True(unread.Plan.IsEmpty);
    }
}
