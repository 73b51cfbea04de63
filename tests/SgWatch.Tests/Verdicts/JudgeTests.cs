using SgWatch.Addresses;
using SgWatch.Changes;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Traffic;
using SgWatch.Verdicts;
using static SgWatch.Tests.Verdicts.JudgeCalls;

namespace SgWatch.Tests.Verdicts;

public sealed class JudgeTests
{
    private static readonly InspectionCause NewRule = Changed("sgr-1");

    [Theory]
    [InlineData("ingress tcp/22 from 0.0.0.0/0")]
    [InlineData("ingress any from ::/0")]
    [InlineData("ingress tcp/20-25 from 0.0.0.0/0")]
    [InlineData("ingress 50 from 0.0.0.0/0")]
    [InlineData("ingress icmp/8 from 0.0.0.0/0")]
    [InlineData("ingress tcp/22 from 64.0.0.0/2")]
    [InlineData("ingress tcp/22 from 2000::/3")]
    [InlineData("ingress tcp/22 from 3.0.0.0/8")] // as many public addresses as the threshold, to the last one
    [InlineData("ingress tcp/22 from 2600::/16")]
    [InlineData("egress tcp/443 to 0.0.0.0/0")]
    public void A_new_rule_open_to_the_world_is_revoked(string rule)
    {
        var verdict = Decide(Groups.Web(rule), NewRule);

        Assert.Equal("sgr-1", Assert.Single(verdict.Plan.Revoke).SecurityGroupRuleId);
        var finding = Assert.Single(verdict.Findings);
        Assert.Equal(rule.StartsWith("egress", StringComparison.Ordinal) ? "no-world-open-egress" : "no-world-open-ingress", finding.Guardrail.Name);
        Assert.Equal(FindingKind.Violation, finding.Kind);
        Assert.Equal(FindingAction.Revoke, finding.Action);
    }

    [Theory]
    [InlineData("ingress tcp/22 from 10.0.0.0/8")] // none of it public
    [InlineData("ingress tcp/22 from 0.0.0.0/8")]
    [InlineData("ingress tcp/22 from 3.0.0.0/9")] // half the threshold
    [InlineData("ingress tcp/22 from 192.0.0.0/8")] // a block of the size, but not all of it public
    [InlineData("ingress tcp/22 from 2600::/17")]
    [InlineData("ingress tcp/22 from fc00::/7")]
    [InlineData("ingress tcp/22 from 224.0.0.0/4")]
    [InlineData("ingress any from sg-0123456789abcdef0")]
    public void A_rule_that_is_not_open_to_the_world_is_left_alone(string rule) =>
        Assert.True(Decide(Groups.Web(rule), NewRule).IsCompliant);

    [Fact]
    public void The_default_group_loses_every_rule_whether_new_or_not()
    {
        var group = Groups.Default("ingress any from sg-0123456789abcdef0", "egress any to 0.0.0.0/0", "ingress tcp/443 from 10.0.0.1/32");

        var verdict = Decide(group, InspectionCause.Sweep);

        Assert.Equal(["sgr-1", "sgr-2", "sgr-3"], verdict.Plan.Revoke.Select(r => r.SecurityGroupRuleId));
        Assert.All(verdict.Findings, f => Assert.Equal("default-group-closed", f.Guardrail.Name));
    }

    [Fact]
    public void A_rule_that_was_there_before_is_reported_and_left_alone()
    {
        var verdict = Decide(Groups.Web("ingress tcp/22 from 0.0.0.0/0", "egress any to 0.0.0.0/0"), InspectionCause.Sweep);

        Assert.Equal(["no-world-open-ingress", "no-world-open-egress"], verdict.Findings.Select(f => f.Guardrail.Name));
        Assert.All(verdict.Findings, f => Assert.Equal(FindingAction.None, f.Action));
        Assert.True(verdict.Plan.IsEmpty);
        Assert.False(verdict.IsCompliant);
    }

    [Fact]
    public void An_attached_group_is_alerted_and_not_changed()
    {
        var verdict = Decide(Groups.Web("ingress tcp/22 from 0.0.0.0/0"), new(ChangedRules.None, IsAttachment: true));

        Assert.Equal(FindingAction.Alert, Assert.Single(verdict.Findings).Action);
        Assert.True(verdict.Plan.IsEmpty);
    }

    [Fact]
    public void A_sweep_alerts_what_an_old_rule_admits_through_a_prefix_list_for_the_list_may_have_changed_without_an_event()
    {
        var wide = Lists("pl-1", "0.0.0.0/0");
        var group = Groups.Web("ingress tcp/22 from pl-1", "ingress tcp/23 from 0.0.0.0/0");

        var swept = Judge.Decide(new(BuiltInPolicy.Instance, group, wide, InspectionCause.Sweep, Noon));
        var seen = Judge.Decide(new(BuiltInPolicy.Instance, group, wide, new(ChangedRules.None), Noon));

        Assert.Equal([FindingAction.Alert, FindingAction.None], swept.Findings.Select(finding => finding.Action));
        Assert.True(swept.Plan.IsEmpty);
        Assert.Equal([FindingAction.None, FindingAction.None], seen.Findings.Select(finding => finding.Action));
    }

    [Fact]
    public void Observe_reports_and_changes_nothing()
    {
        var policy = BuiltInPolicy.Instance.AtMost(PolicyMode.Observe);

        var verdict = Judge.Decide(new(policy, Groups.Default("egress any to 0.0.0.0/0"), PrefixLists.None, NewRule, Noon));

        Assert.Equal(FindingAction.Alert, Assert.Single(verdict.Findings).Action);
        Assert.True(verdict.Plan.IsEmpty);
    }

    [Fact]
    public void Two_halves_are_the_world()
    {
        var verdict = Decide(Groups.Web("ingress tcp/22 from 0.0.0.0/1", "ingress tcp/22 from 128.0.0.0/1"), InspectionCause.Request);

        Assert.Equal(2, verdict.Plan.Revoke.Length);
    }

    [Fact]
    public void Many_narrow_rules_are_the_world_together_and_only_as_many_go_as_open_it()
    {
        // each a quarter of the threshold: four of them are just open, so one must go
        var group = Groups.Web([.. Enumerable.Range(0, 4).Select(i => $"ingress tcp/22 from 3.{i * 64}.0.0/10")]);

        var verdict = Decide(group, InspectionCause.Request);

        Assert.Equal("sgr-1", Assert.Single(verdict.Plan.Revoke).SecurityGroupRuleId);
        Assert.Contains("together with other rules", verdict.Findings[0].Why, StringComparison.Ordinal);
    }

    [Fact]
    public void The_rule_that_the_event_names_goes_first()
    {
        var group = Groups.Web("ingress tcp/22 from 3.0.0.0/9", "ingress tcp/22 from 3.128.0.0/10", "ingress tcp/22 from 3.192.0.0/10");

        Assert.Equal("sgr-3", Assert.Single(Decide(group, Changed("sgr-3")).Plan.Revoke).SecurityGroupRuleId);
        Assert.Equal("sgr-1", Assert.Single(Decide(group, InspectionCause.Request).Plan.Revoke).SecurityGroupRuleId);
    }

    [Fact] // found by ten million cases: what is refused beside everybody is right by itself, once everybody has been given up
    public void What_a_guardrail_requires_is_not_lost_with_what_another_requires_in_vain()
    {
        static Pattern All(string service, bool isEgress, AddressSet addresses) => On(service, "0.0.0.0/0", isEgress) with { Peers = PeerSet.Of(addresses) };
        var policy = Guarded(
            new Guardrail("no-world")
            {
                Forbid = [
                    On("tcp/20", "0.0.0.0/0") with { Peers = default, World = true },
                    All("tcp/22", false, SpecialPurposeRegistry.Public), All("tcp/22", true, SpecialPurposeRegistry.Public)],
            },
            new Guardrail("everybody") { Require = [All("tcp/20-23", false, AddressSet.Everything), All("tcp/20-23", true, AddressSet.Everything)] },
            new Guardrail("partner") { Require = [On("tcp/20", "8.8.8.0/30")] });
        var group = Groups.Web();

        var plan = Judge.Decide(new(policy, group, PrefixLists.None, NewRule, Noon)).Plan;

        Assert.Contains("ingress tcp/20 from 8.8.8.0/30", plan.Authorize.Select(rule => rule.ToString()));
        Assert.True(Judge.Decide(new(policy, group with { Rules = plan.Authorize }, PrefixLists.None, NewRule, Noon)).Plan.IsEmpty);
    }

    [Fact] // the old rule has IPv4 open; the new one's own IPv4 addresses are private and add nothing to that
    public void A_rule_loses_only_what_opens_a_family_and_port_itself()
    {
        var policy = Guarded(new Guardrail("no-world") { Forbid = [Pattern.AnyFromWorld(false)], Action = GuardrailAction.Narrow });
        var group = Groups.Web("ingress tcp/22-23 from pl-1", "ingress tcp/22 from 0.0.0.0/0");

        var verdict = Judge.Decide(new(policy, group, Lists("pl-1", "10.0.0.0/8", "2600::/12"), NewRule, Noon));

        Assert.Equal(["sgr-1"], verdict.Plan.Revoke.Select(rule => rule.SecurityGroupRuleId));
        Assert.Equal(["ingress tcp/22-23 from 10.0.0.0/8"], verdict.Plan.Authorize.Select(rule => rule.ToString()));
    }

    [Fact]
    public void Legitimate_rules_beside_a_rule_open_to_the_world_survive()
    {
        var group = Groups.Web("ingress tcp/443 from 0.0.0.0/0", "ingress tcp/443 from 8.8.8.0/24", "ingress tcp/443 from 10.0.0.0/8");

        Assert.Equal("sgr-1", Assert.Single(Decide(group, InspectionCause.Request).Plan.Revoke).SecurityGroupRuleId);
        Assert.Equal("sgr-1", Assert.Single(Decide(group, Changed("sgr-1", "sgr-2", "sgr-3")).Plan.Revoke).SecurityGroupRuleId);
    }

    [Fact]
    public void A_new_narrow_rule_is_not_taken_for_an_old_open_one_beside_it()
    {
        var group = Groups.Web("ingress tcp/443 from 0.0.0.0/0", "ingress tcp/443 from 8.8.8.0/24");

        var verdict = Decide(group, Changed("sgr-2"));

        Assert.True(verdict.Plan.IsEmpty);
        Assert.Equal("sgr-1", Assert.Single(verdict.Findings).Rule!.SecurityGroupRuleId);
    }

    [Theory] // ids are given by chance, and the guard doesn't know those of the rules it is about to add
    [InlineData("sgr-new", "sgr-old")]
    [InlineData("sgr-b", "sgr-a")]
    public void Whatever_the_ids_a_new_rule_that_opens_nothing_waits_until_an_old_one_as_wide_was_taken(string newId, string oldId)
    {
        var group = Groups.Web("ingress tcp/22 from 3.0.0.0/9", "ingress tcp/22 from 3.128.0.0/9", "ingress tcp/22 from 3.0.0.0/10", "ingress tcp/22 from 3.64.0.0/10");
        group = group with
        {
            Rules = [group.Rules[0] with { SecurityGroupRuleId = newId }, group.Rules[1] with { SecurityGroupRuleId = oldId }, .. group.Rules[2..]],
        };

        var verdict = Decide(group, Changed(newId));

        Assert.True(verdict.Plan.IsEmpty);
        Assert.Equal(oldId, Assert.Single(verdict.Findings).Rule!.SecurityGroupRuleId);
    }

    [Fact]
    public void A_new_open_rule_goes_though_an_old_open_one_beside_it_stays()
    {
        var verdict = Decide(Groups.Web("ingress tcp/443 from 0.0.0.0/0", "ingress tcp/443 from 0.0.0.0/1"), Changed("sgr-2"));

        Assert.Equal("sgr-2", Assert.Single(verdict.Plan.Revoke).SecurityGroupRuleId);
    }

    [Fact]
    public void Ports_and_families_are_judged_apart()
    {
        var group = Groups.Web(
            "ingress tcp/22 from 3.0.0.0/9", "ingress tcp/23 from 3.128.0.0/9", "ingress tcp/22 from 2600::/17", "ingress udp/22 from 3.128.0.0/9");

        Assert.True(Decide(group, InspectionCause.Request).IsCompliant);
    }

    [Fact]
    public void Port_ranges_that_meet_on_one_port_are_judged_there()
    {
        var verdict = Decide(Groups.Web("ingress tcp/1-100 from 3.0.0.0/9", "ingress tcp/100-200 from 3.128.0.0/9"), InspectionCause.Request);

        var finding = Assert.Single(verdict.Findings);
        Assert.Equal((6u << 16) | 100, Assert.Single(finding.Violates.Bands.ToArray()).First);
        Assert.Equal((6u << 16) | 100, finding.Violates.Bands[0].Last);
    }

    [Fact]
    public void The_order_in_which_rules_are_listed_means_nothing()
    {
        var group = Groups.Web(
            "ingress tcp/22 from 3.0.0.0/9", "ingress tcp/22 from 3.128.0.0/9", "ingress tcp/22-80 from 4.0.0.0/9", "ingress any from 4.128.0.0/9",
            "ingress tcp/22 from ::/0", "egress any to 0.0.0.0/0");
        var expected = Revoked(group);
        var random = new Random(7);

        for (var i = 0; i < 50; i++)
        {
            var shuffled = group.Rules.ToArray();
            random.Shuffle(shuffled);
            Assert.Equal(expected, Revoked(group with { Rules = [.. shuffled] }));
        }

        static string[] Revoked(SecurityGroup group) =>
            [.. Decide(group, InspectionCause.Request).Plan.Revoke.Select(r => r.SecurityGroupRuleId!).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void A_prefix_list_counts_as_its_entries()
    {
        var group = Groups.Web("ingress tcp/22 from pl-1");
        var world = Lists("pl-1", "0.0.0.0/0");
        var office = Lists("pl-1", "8.8.8.0/24");

        Assert.Single(Judge.Decide(new(BuiltInPolicy.Instance, group, world, NewRule, Noon)).Plan.Revoke);
        Assert.True(Judge.Decide(new(BuiltInPolicy.Instance, group, office, NewRule, Noon)).IsCompliant);
    }

    [Theory]
    [InlineData("web")]
    [InlineData("default")]
    public void A_prefix_list_that_cannot_be_read_is_alerted_neither_passed_nor_revoked(string name)
    {
        var verdict = Decide(Groups.Named(name, "ingress tcp/22 from pl-1"), NewRule);

        var finding = Assert.Single(verdict.Findings);
        Assert.Equal(FindingKind.UnresolvedPeer, finding.Kind);
        Assert.Equal(FindingAction.Alert, finding.Action);
        Assert.True(verdict.Plan.IsEmpty);
    }

    [Fact]
    public void A_rule_that_was_not_understood_is_alerted()
    {
        var group = Groups.Web() with { Rules = [new("sgr-1", false, Service.Any, new Peer.Unknown("tcp 99999"))] };

        Assert.Equal(FindingKind.UnresolvedPeer, Assert.Single(Decide(group, NewRule).Findings).Kind);
    }

    [Fact]
    public void Why_says_how_many_addresses_are_open()
    {
        Assert.Equal(
            "tcp/22 admits 3,702,257,664 public IPv4 addresses; the policy calls that the world",
            Assert.Single(Decide(Groups.Web("ingress tcp/22 from 0.0.0.0/0"), NewRule).Findings).Why);
    }

    [Fact]
    public void Narrow_keeps_exactly_the_permitted_rest_and_says_who_asked()
    {
        var policy = Guarded(new Guardrail("admin from office") { Forbid = [On("tcp/22", "0.0.0.0/0")], Allow = [On("tcp/22", "198.51.100.0/24")], Action = GuardrailAction.Narrow });

        var verdict = Judge.Decide(new(policy, Groups.Web("ingress tcp/22-23 from 198.51.100.0/23"), PrefixLists.None, InspectionCause.Request, Noon));

        Assert.Equal(FindingAction.Narrow, Assert.Single(verdict.Findings).Action);
        Assert.Equal(["ingress tcp/22-23 from 198.51.100.0/24", "ingress tcp/23 from 198.51.100.0/23"], verdict.Plan.Authorize.Select(r => r.ToString()));
        Assert.All(verdict.Plan.Authorize, rule => Assert.Equal("sgwatch: narrowed by admin from office", rule.Description));
        Assert.Equal("tcp/22 from 198.51.101.0", verdict.Findings[0].Witness!.ToString());
    }

    [Fact]
    public void Narrow_keeps_the_account_of_a_group_and_adds_no_rule_twice()
    {
        var policy = Guarded(new Guardrail("g") { Forbid = [On("tcp/22", "sg-1")], Action = GuardrailAction.Narrow });
        var group = Groups.Web("ingress tcp/23 from sg-1") is var web ? web with
        {
            Rules = web.Rules.Add(new("sgr-9", false, Service.Parse("tcp/22-23"), new Peer.Group("sg-1", "123456789012"))).Add(
                new("sgr-10", false, Service.Parse("tcp/20-22"), new Peer.Group("sg-1", "123456789012"))),
        } : null!;

        var verdict = Judge.Decide(new(policy, group, PrefixLists.None, InspectionCause.Request, Noon));

        Assert.Equal(["sgr-9", "sgr-10"], verdict.Plan.Revoke.Select(r => r.SecurityGroupRuleId));
        var added = Assert.Single(verdict.Plan.Authorize); // tcp/23 is there already
        Assert.Equal("ingress tcp/20-21 from sg-1", added.ToString());
        Assert.Equal("123456789012", Assert.IsType<Peer.Group>(added.Peer).UserId);
    }

    [Fact]
    public void Where_the_rest_takes_too_many_rules_the_rule_is_revoked_and_why_says_so()
    {
        var policy = Guarded(new Guardrail("g") { Forbid = [On("any", "8.8.8.8/32")], Action = GuardrailAction.Narrow });

        var verdict = Judge.Decide(new(policy, Groups.Web("ingress tcp/22 from 8.0.0.0/8"), PrefixLists.None, InspectionCause.Request, Noon));

        Assert.Empty(verdict.Plan.Authorize);
        Assert.Equal(FindingAction.Revoke, Assert.Single(verdict.Findings).Action);
        Assert.Equal("the policy forbids tcp/22 from one public IPv4 address, which ingress tcp/22 from 8.0.0.0/8 admits; its permitted rest would take more than 10 rules, so all of it is revoked",
            verdict.Findings[0].Why);
    }

    [Fact]
    public void Where_the_rest_exceeds_the_quota_the_rule_is_revoked()
    {
        var policy = Guarded(new Guardrail("g") { Forbid = [On("tcp/22", "0.0.0.0/0")], Action = GuardrailAction.Narrow });
        string[] Full(int rules) => [.. Enumerable.Range(0, rules - 1).Select(i => $"ingress udp/{i} from 10.0.0.0/8"), "ingress tcp/21-23 from 10.0.0.0/8"];

        Assert.Equal(2, Judge.Decide(new(policy, Groups.Web(Full(58)), PrefixLists.None, InspectionCause.Request, Noon)).Plan.Authorize.Length);
        var verdict = Judge.Decide(new(policy, Groups.Web(Full(59)), PrefixLists.None, InspectionCause.Request, Noon));
        Assert.Empty(verdict.Plan.Authorize);
        Assert.Single(verdict.Plan.Revoke);
        Assert.Contains("60 rules", verdict.Findings[0].Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Revoke_wins_over_narrow()
    {
        var policy = Guarded(
            new("narrows") { Forbid = [On("tcp/22", "0.0.0.0/0")], Action = GuardrailAction.Narrow },
            new("revokes") { Forbid = [On("tcp/23", "0.0.0.0/0")] });

        var verdict = Judge.Decide(new(policy, Groups.Web("ingress tcp/20-30 from 10.0.0.0/8"), PrefixLists.None, InspectionCause.Request, Noon));

        Assert.Single(verdict.Plan.Revoke);
        Assert.Empty(verdict.Plan.Authorize);
        Assert.All(verdict.Findings, f => Assert.Equal(FindingAction.Revoke, f.Action));
    }

    [Fact]
    public void What_is_missing_is_restored_exactly_even_on_a_sweep_and_for_an_alert()
    {
        var policy = Guarded(new Guardrail("db") { Require = [On("tcp/5432", "10.0.0.0/8")], Action = GuardrailAction.Alert });

        var verdict = Judge.Decide(new(policy, Groups.Web("ingress tcp from 10.0.0.0/9"), PrefixLists.None, InspectionCause.Sweep, Noon));

        var finding = Assert.Single(verdict.Findings);
        Assert.Equal((FindingKind.Missing, FindingAction.Restore, null), (finding.Kind, finding.Action, finding.Rule));
        Assert.Equal("the policy requires tcp/5432 from 8,388,608 IPv4 addresses, none of them public, which no rule admits", finding.Why);
        var rule = Assert.Single(verdict.Plan.Authorize);
        Assert.Equal(("ingress tcp/5432 from 10.128.0.0/9", "sgwatch: required by db"), (rule.ToString(), rule.Description));
        Assert.Equal(FindingAction.Alert, Assert.Single(Judge.Decide(new(policy.AtMost(PolicyMode.Observe), Groups.Web(), PrefixLists.None, InspectionCause.Request, Noon)).Findings).Action);
    }

    [Fact]
    public void What_a_guardrail_requires_comes_in_the_same_plan_in_which_its_rule_goes()
    {
        var policy = Guarded(new Guardrail("pinned") { Forbid = [Pattern.Any], Require = [On("tcp/5432", "sg-1")], Judge = JudgeScope.State });

        var plan = Judge.Decide(new(policy, Groups.Web("ingress any from sg-1"), PrefixLists.None, InspectionCause.Sweep, Noon)).Plan;

        Assert.Single(plan.Revoke);
        Assert.Equal("ingress tcp/5432 from sg-1", Assert.Single(plan.Authorize).ToString());
    }

    [Fact]
    public void What_another_guardrail_forbids_is_not_restored()
    {
        var policy = Guarded(
            new("lb") { Require = [On("tcp/443", "0.0.0.0/0")] },
            new("no-world") { Forbid = [Pattern.AnyFromWorld(false)] });

        var verdict = Judge.Decide(new(policy, Groups.Web(), PrefixLists.None, InspectionCause.Sweep, Noon));

        Assert.True(verdict.Plan.IsEmpty);
        Assert.Equal(FindingAction.Alert, Assert.Single(verdict.Findings).Action);
        Assert.EndsWith("another guardrail forbids it, so it isn't restored", verdict.Findings[0].Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_required_prefix_list_is_restored_by_its_id()
    {
        var policy = Guarded(new Guardrail("cdn") { Require = [On("tcp/443", "10.0.0.0/8") with { Peers = default, PrefixLists = ["pl-1"] }] });

        Assert.Equal("ingress tcp/443 from pl-1",
            Assert.Single(Judge.Decide(new(policy, Groups.Web("ingress tcp/443 from 8.8.8.0/25"), Lists("pl-1", "8.8.8.0/24"), InspectionCause.Sweep, Noon)).Plan.Authorize).ToString());
        var unread = Judge.Decide(new(policy, Groups.Web(), PrefixLists.None, InspectionCause.Sweep, Noon));
        Assert.Equal(FindingKind.UnresolvedPeer, Assert.Single(unread.Findings).Kind);
        Assert.True(unread.Plan.IsEmpty);
    }

    [Fact]
    public void A_prefix_list_of_the_policy_that_cannot_be_read_revokes_nothing()
    {
        var list = On("tcp/22", "10.0.0.0/8") with { Peers = default, PrefixLists = ["pl-1"] };
        var allowed = Guarded(new Guardrail("g") { Forbid = [Pattern.Any], Allow = [list] });
        var forbidden = Guarded(new Guardrail("g") { Forbid = [list] });
        var group = Groups.Web("ingress tcp/22 from 10.0.0.0/8");

        foreach (var verdict in new[] { allowed, forbidden }.Select(policy => Judge.Decide(new(policy, group, PrefixLists.None, NewRule, Noon))))
        {
            Assert.Equal((FindingKind.UnresolvedPeer, FindingAction.Alert), (Assert.Single(verdict.Findings).Kind, verdict.Findings[0].Action));
            Assert.True(verdict.Plan.IsEmpty);
        }
        Assert.Equal(["pl-1"], Judge.PrefixListsOf(allowed, group));
        Assert.True(Judge.Decide(new(allowed, Groups.Web("ingress tcp/22 from pl-1"), PrefixLists.None, NewRule, Noon)).IsCompliant); // named itself
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/pipeline", null, FindingAction.None)]
    [InlineData("arn:aws:iam::111122223333:role/pipeline", "arn:aws:iam::111122223333:role/pipeline", FindingAction.None)]
    [InlineData("arn:aws:iam::111122223333:role/pipeline", "arn:aws:iam::111122223333:role/dev", FindingAction.Revoke)] // one of two events
    [InlineData("arn:aws:iam::111122223333:role/dev", null, FindingAction.Revoke)]
    public void Changes_by_the_pipeline_are_reported_and_left_alone(string issuer, string? other, FindingAction expected)
    {
        var policy = Guarded(new Guardrail("g") { Forbid = [Pattern.Any], UnlessChangedBy = ["arn:aws:iam::*:role/pipeline"] });
        var occasion = NewRule with { Actors = [new() { Arn = "arn:aws:sts::111122223333:assumed-role/x/y", SessionIssuerArn = issuer }, .. other is null ? [] : new Actor[] { new() { Arn = other } }] };

        Assert.Equal(expected, Assert.Single(Judge.Decide(new(policy, Groups.Web("ingress tcp/22 from 10.0.0.0/8"), PrefixLists.None, occasion, Noon)).Findings).Action);
    }

    [Fact]
    public void An_exemption_ends_with_its_last_day()
    {
        var policy = Guarded(new Guardrail("a") { Forbid = [Pattern.Any] }, new("b") { Forbid = [Pattern.Any] }) with
        {
            Exemptions = [new("vendor", new(2026, 8, 1)) { Allow = [On("tcp/22", "10.0.0.0/8")] }],
        };
        var group = Groups.Web("ingress tcp/22 from 10.0.0.0/8");

        Assert.True(Judge.Decide(new(policy, group, PrefixLists.None, NewRule, Noon)).IsCompliant);
        Assert.Equal(2, Judge.Decide(new(policy, group, PrefixLists.None, NewRule, Noon.AddDays(1))).Findings.Length);
    }

    [Fact]
    public void A_guardrail_may_be_in_a_mode_of_its_own()
    {
        var policy = Guarded(new Guardrail("g") { Forbid = [Pattern.Any], Mode = PolicyMode.Observe });

        Assert.Equal(FindingAction.Alert, Assert.Single(Judge.Decide(new(policy, Groups.Web("ingress tcp/22 from 10.0.0.0/8"), PrefixLists.None, NewRule, Noon)).Findings).Action);
    }

    [Theory] // masks of 64 places make it quick; there may be more of either
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(130)]
    public void However_many_guardrails_or_patterns_there_are_each_finds_what_it_forbids_to_the_groups_it_is_about(int many)
    {
        static Selector About(int i) => new() { Names = [i % 3 == 1 ? "db" : "web"] };
        Pattern[] patterns = [.. Enumerable.Range(0, many).Select(i => On($"tcp/{i}", "10.0.0.0/8"))];
        var manyGuardrails = Guarded([.. patterns.Select((pattern, i) => new Guardrail("g") { Groups = About(i), Forbid = [pattern] })]);
        var manyPatterns = Guarded(new Guardrail("g") { Forbid = [.. patterns.Select((pattern, i) => pattern with { Groups = About(i) })] });
        var both = Guarded([.. patterns.Select((pattern, i) => i % 5 == 4 ? new Guardrail("g") { Forbid = [pattern with { Groups = About(i) }] }
            : new("g") { Groups = About(i), Forbid = [pattern] })]);
        var group = Groups.Web([.. Enumerable.Range(0, many).Select(i => $"ingress tcp/{i} from 10.0.0.0/8")]);
        var expected = group.Rules.Where((_, i) => i % 3 != 1).ToArray();

        foreach (var policy in new[] { manyGuardrails, manyPatterns, both })
        {
            Assert.Equal(expected, Judge.Decide(new(policy, group, PrefixLists.None, InspectionCause.Request, Noon)).Plan.Revoke.AsEnumerable());
            Assert.True(Judge.Decide(new(policy, group with { Rules = [.. group.Rules.Except(expected)] }, PrefixLists.None, InspectionCause.Request, Noon)).IsCompliant);
            Assert.Empty(Judge.Decide(new(policy, group with { GroupName = "app" }, PrefixLists.None, InspectionCause.Request, Noon)).Findings);
        }
    }

    private static Policy Guarded(params Guardrail[] guardrails) => new("test", "") { Guardrails = [.. guardrails] };

    private static Pattern On(string service, string peer, bool isEgress = false)
    {
        var traffic = AdmittedTraffic.Of(RuleText.Parse(isEgress ? $"egress {service} to {peer}" : $"ingress {service} from {peer}"), PrefixLists.None).Bands[0];
        return new(IntervalSet<uint>.Of(traffic.First, traffic.Last), traffic.Peers, World: false);
    }

    private static Verdict Decide(SecurityGroup group, InspectionCause occasion) =>
        Judge.Decide(new(BuiltInPolicy.Instance, group, PrefixLists.None, occasion, Noon));
}
