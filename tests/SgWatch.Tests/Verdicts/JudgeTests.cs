using SgWatch.Changes;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Verdicts;
using static SgWatch.Tests.Verdicts.JudgeCalls;

namespace SgWatch.Tests.Verdicts;

public sealed class JudgeTests
{
    private static readonly InspectionCause NewRule = Changed("sgr-1");

    [Fact]
    public void The_default_group_loses_every_rule_whether_new_or_not()
    {
        var group = SampleGroups.Default(
            "ingress any from sg-0123456789abcdef0", "egress any to 0.0.0.0/0", "ingress tcp/443 from 10.0.0.1/32");

        var verdict = Decide(group, InspectionCause.Sweep);

        Assert.Equal(["sgr-1", "sgr-2", "sgr-3"], verdict.Plan.Revoke.Select(r => r.SecurityGroupRuleId));
        Assert.All(verdict.Findings, f => Assert.Equal("default-group-closed", f.Guardrail.Name));
    }

    [Fact]
    public void A_rule_that_was_there_before_is_reported_and_left_alone()
    {
        var verdict = Decide(SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0", "egress any to 0.0.0.0/0"), InspectionCause.Sweep);

        Assert.Equal(["no-world-open-ingress", "no-world-open-egress"], verdict.Findings.Select(f => f.Guardrail.Name));
        Assert.All(verdict.Findings, f => Assert.Equal(FindingAction.None, f.Action));
        Assert.True(verdict.Plan.IsEmpty);
        Assert.False(verdict.IsCompliant);
    }

    [Fact]
    public void An_attached_group_is_alerted_and_not_changed()
    {
        var verdict = Decide(SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0"), new(ChangedRules.None, IsAttachment: true));

        Assert.Equal(FindingAction.Alert, Assert.Single(verdict.Findings).Action);
        Assert.True(verdict.Plan.IsEmpty);
    }

    [Fact]
    public void A_sweep_alerts_what_an_old_rule_admits_through_a_prefix_list_because_a_list_may_change_without_an_event()
    {
        var wide = Lists("pl-1", "0.0.0.0/0");
        var group = SampleGroups.Web("ingress tcp/22 from pl-1", "ingress tcp/23 from 0.0.0.0/0");

        var swept = Decide(group, InspectionCause.Sweep, wide);
        var seen = Decide(group, new(ChangedRules.None), wide);

        Assert.Equal([FindingAction.Alert, FindingAction.None], swept.Findings.Select(finding => finding.Action));
        Assert.True(swept.Plan.IsEmpty);
        Assert.Equal([FindingAction.None, FindingAction.None], seen.Findings.Select(finding => finding.Action));
    }

    [Fact]
    public void Observe_reports_and_changes_nothing()
    {
        var policy = BuiltInPolicy.Instance.AtMost(PolicyMode.Observe);

        var verdict = Decide(policy, SampleGroups.Default("egress any to 0.0.0.0/0"), NewRule);

        Assert.Equal(FindingAction.Alert, Assert.Single(verdict.Findings).Action);
        Assert.True(verdict.Plan.IsEmpty);
    }

    [Fact]
    public void A_prefix_list_counts_as_its_entries()
    {
        var group = SampleGroups.Web("ingress tcp/22 from pl-1");
        var world = Lists("pl-1", "0.0.0.0/0");
        var office = Lists("pl-1", "8.8.8.0/24");

        Assert.Single(Decide(group, NewRule, world).Plan.Revoke);
        Assert.True(Decide(group, NewRule, office).IsCompliant);
    }

    [Theory]
    [InlineData("web")]
    [InlineData("default")]
    public void A_prefix_list_that_cannot_be_read_is_alerted_neither_passed_nor_revoked(string name)
    {
        var verdict = Decide(SampleGroups.Named(name, "ingress tcp/22 from pl-1"), NewRule);

        var finding = Assert.Single(verdict.Findings);
        Assert.Equal(FindingKind.UnresolvedPeer, finding.Kind);
        Assert.Equal(FindingAction.Alert, finding.Action);
        Assert.True(verdict.Plan.IsEmpty);
    }

    [Fact]
    public void A_rule_that_was_not_understood_is_alerted()
    {
        var group = SampleGroups.Web() with { Rules = [new("sgr-1", false, Service.Any, new Peer.Unknown("tcp 99999"))] };

        Assert.Equal(FindingKind.UnresolvedPeer, Assert.Single(Decide(group, NewRule).Findings).Kind);
    }

    [Fact]
    public void A_prefix_list_of_the_policy_that_cannot_be_read_revokes_nothing()
    {
        var list = On("tcp/22", "10.0.0.0/8") with { Peers = default, PrefixLists = ["pl-1"] };
        var allowed = Guarded(new Guardrail("g") { Forbid = [Pattern.Any], Allow = [list] });
        var forbidden = Guarded(new Guardrail("g") { Forbid = [list] });
        var group = SampleGroups.Web("ingress tcp/22 from 10.0.0.0/8");

        foreach (var verdict in new[] { allowed, forbidden }.Select(policy => Decide(policy, group, NewRule)))
        {
            var finding = Assert.Single(verdict.Findings);
            Assert.Equal((FindingKind.UnresolvedPeer, FindingAction.Alert), (finding.Kind, finding.Action));
            Assert.True(verdict.Plan.IsEmpty);
        }
        Assert.Equal(["pl-1"], Judge.PrefixListsOf(allowed, group));
        Assert.True(Decide(allowed, SampleGroups.Web("ingress tcp/22 from pl-1"), NewRule).IsCompliant); // named itself
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/pipeline", null, FindingAction.None)]
    [InlineData("arn:aws:iam::111122223333:role/pipeline", "arn:aws:iam::111122223333:role/pipeline", FindingAction.None)]
    [InlineData("arn:aws:iam::111122223333:role/pipeline", "arn:aws:iam::111122223333:role/dev", FindingAction.Revoke)] // one of two events
    [InlineData("arn:aws:iam::111122223333:role/dev", null, FindingAction.Revoke)]
    public void Changes_by_the_pipeline_are_reported_and_left_alone(string issuer, string? other, FindingAction expected)
    {
        var policy = Guarded(new Guardrail("g") { Forbid = [Pattern.Any], UnlessChangedBy = ["arn:aws:iam::*:role/pipeline"] });
        var actor = new Actor { Arn = "arn:aws:sts::111122223333:assumed-role/x/y", SessionIssuerArn = issuer };
        var cause = NewRule with
        {
            Changed = NewRule.Changed.By(other is null ? [Of(actor)] : [Of(actor), Of(new() { Arn = other })]),
        };

        Assert.Equal(expected, Assert.Single(Decide(policy, SampleGroups.Web("ingress tcp/22 from 10.0.0.0/8"), cause).Findings).Action);
    }

    [Fact]
    public void An_exemption_ends_with_its_last_day()
    {
        var policy = Guarded(new Guardrail("a") { Forbid = [Pattern.Any] }, new("b") { Forbid = [Pattern.Any] }) with
        {
            Exemptions = [new("vendor", new(2026, 8, 1)) { Allow = [On("tcp/22", "10.0.0.0/8")] }],
        };
        var group = SampleGroups.Web("ingress tcp/22 from 10.0.0.0/8");

        Assert.True(Decide(policy, group, NewRule).IsCompliant);
        Assert.Equal(2, Decide(policy, group, NewRule, now: Noon.AddDays(1)).Findings.Length);
    }

    [Fact]
    public void A_guardrail_may_be_in_a_mode_of_its_own()
    {
        var policy = Guarded(new Guardrail("g") { Forbid = [Pattern.Any], Mode = PolicyMode.Observe });

        var verdict = Decide(policy, SampleGroups.Web("ingress tcp/22 from 10.0.0.0/8"), NewRule);

        Assert.Equal(FindingAction.Alert, Assert.Single(verdict.Findings).Action);
    }

    [Theory] // masks of 64 bits make it quick, but a policy may have more guardrails and patterns than that
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(130)]
    public void However_many_guardrails_or_patterns_there_are_each_finds_what_it_forbids_to_the_groups_it_is_about(int many)
    {
        static Selector About(int i) => new() { Names = [i % 3 == 1 ? "db" : "web"] };
        Pattern[] patterns = [.. Enumerable.Range(0, many).Select(i => On($"tcp/{i}", "10.0.0.0/8"))];
        var manyGuardrails = Guarded([.. patterns.Select((pattern, i) => new Guardrail("g") { Groups = About(i), Forbid = [pattern] })]);
        var manyPatterns = Guarded(new Guardrail("g")
        {
            Forbid = [.. patterns.Select((pattern, i) => pattern with { Groups = About(i) })],
        });
        var both = Guarded([.. patterns.Select((pattern, i) => i % 5 == 4
            ? new Guardrail("g") { Forbid = [pattern with { Groups = About(i) }] }
            : new Guardrail("g") { Groups = About(i), Forbid = [pattern] })]);
        var group = SampleGroups.Web([.. Enumerable.Range(0, many).Select(i => $"ingress tcp/{i} from 10.0.0.0/8")]);
        var expected = group.Rules.Where((_, i) => i % 3 != 1).ToArray();

        foreach (var policy in new[] { manyGuardrails, manyPatterns, both })
        {
            Assert.Equal(expected, Decide(policy, group, InspectionCause.Request).Plan.Revoke.AsEnumerable());
            Assert.True(Decide(policy, group with { Rules = [.. group.Rules.Except(expected)] }, InspectionCause.Request).IsCompliant);
            Assert.Empty(Decide(policy, group with { GroupName = "app" }, InspectionCause.Request).Findings);
        }
    }

    private static Origin Of(Actor actor) => new("AuthorizeSecurityGroupIngress") { Actor = actor };
}
