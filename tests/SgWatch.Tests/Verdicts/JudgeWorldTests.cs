using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Verdicts;
using static SgWatch.Tests.Verdicts.JudgeCalls;

namespace SgWatch.Tests.Verdicts;

/// <summary>What is open to the world, judged on all rules of a group together.</summary>
public sealed class JudgeWorldTests
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
        var verdict = Decide(SampleGroups.Web(rule), NewRule);

        Assert.Equal("sgr-1", Assert.Single(verdict.Plan.Revoke).SecurityGroupRuleId);
        var finding = Assert.Single(verdict.Findings);
        Assert.Equal(
            rule.StartsWith("egress", StringComparison.Ordinal) ? "no-world-open-egress" : "no-world-open-ingress", finding.Guardrail.Name);
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
        Assert.True(Decide(SampleGroups.Web(rule), NewRule).IsCompliant);

    [Fact]
    public void Two_halves_are_the_world()
    {
        var verdict = Decide(SampleGroups.Web("ingress tcp/22 from 0.0.0.0/1", "ingress tcp/22 from 128.0.0.0/1"), InspectionCause.Request);

        Assert.Equal(2, verdict.Plan.Revoke.Length);
    }

    [Fact]
    public void Many_narrow_rules_are_the_world_together_and_only_as_many_go_as_open_it()
    {
        // each a quarter of the threshold: four of them are just open, so one must go
        var group = SampleGroups.Web([.. Enumerable.Range(0, 4).Select(i => $"ingress tcp/22 from 3.{i * 64}.0.0/10")]);

        var verdict = Decide(group, InspectionCause.Request);

        Assert.Equal("sgr-1", Assert.Single(verdict.Plan.Revoke).SecurityGroupRuleId);
        Assert.Contains("together with other rules", verdict.Findings[0].Why, StringComparison.Ordinal);
    }

    [Fact]
    public void The_rule_that_the_event_names_is_taken_first()
    {
        var group = SampleGroups.Web(
            "ingress tcp/22 from 3.0.0.0/9", "ingress tcp/22 from 3.128.0.0/10", "ingress tcp/22 from 3.192.0.0/10");

        Assert.Equal("sgr-3", Assert.Single(Decide(group, Changed("sgr-3")).Plan.Revoke).SecurityGroupRuleId);
        Assert.Equal("sgr-1", Assert.Single(Decide(group, InspectionCause.Request).Plan.Revoke).SecurityGroupRuleId);
    }

    [Fact] // the old rule opens IPv4, and the IPv4 addresses of the new rule are private
    public void A_rule_loses_only_what_opens_a_family_and_port_itself()
    {
        var policy = Guarded(new Guardrail("no-world") { Forbid = [Pattern.AnyFromWorld(false)], Action = GuardrailAction.Narrow });
        var group = SampleGroups.Web("ingress tcp/22-23 from pl-1", "ingress tcp/22 from 0.0.0.0/0");

        var verdict = Decide(policy, group, NewRule, Lists("pl-1", "10.0.0.0/8", "2600::/12"));

        Assert.Equal(["sgr-1"], verdict.Plan.Revoke.Select(rule => rule.SecurityGroupRuleId));
        Assert.Equal(["ingress tcp/22-23 from 10.0.0.0/8"], verdict.Plan.Authorize.Select(rule => rule.ToString()));
    }

    [Fact]
    public void Legitimate_rules_stay_when_a_rule_open_to_the_world_is_taken()
    {
        var group = SampleGroups.Web(
            "ingress tcp/443 from 0.0.0.0/0", "ingress tcp/443 from 8.8.8.0/24", "ingress tcp/443 from 10.0.0.0/8");

        Assert.Equal("sgr-1", Assert.Single(Decide(group, InspectionCause.Request).Plan.Revoke).SecurityGroupRuleId);
        Assert.Equal("sgr-1", Assert.Single(Decide(group, Changed("sgr-1", "sgr-2", "sgr-3")).Plan.Revoke).SecurityGroupRuleId);
    }

    [Fact]
    public void A_new_rule_that_is_part_of_what_is_open_is_taken_although_an_old_one_admits_its_addresses()
    {
        var group = SampleGroups.Web("ingress tcp/443 from 0.0.0.0/0", "ingress tcp/443 from 8.8.8.0/24");

        var verdict = Decide(group, Changed("sgr-2"));

        Assert.Equal("sgr-2", Assert.Single(verdict.Plan.Revoke).SecurityGroupRuleId);
    }

    [Theory] // ids are given by chance, and the guard doesn't know those of the rules it is about to add
    [InlineData("sgr-new", "sgr-old")]
    [InlineData("sgr-b", "sgr-a")]
    public void Whatever_the_ids_a_new_rule_is_taken_before_an_old_one_as_wide(string newId, string oldId)
    {
        var group = SampleGroups.Web(
            "ingress tcp/22 from 3.0.0.0/9",
            "ingress tcp/22 from 3.128.0.0/9",
            "ingress tcp/22 from 3.0.0.0/10",
            "ingress tcp/22 from 3.64.0.0/10");
        group = group with
        {
            Rules =
            [
                group.Rules[0] with { SecurityGroupRuleId = newId },
                group.Rules[1] with { SecurityGroupRuleId = oldId },
                .. group.Rules[2..],
            ],
        };

        var verdict = Decide(group, Changed(newId));

        Assert.Equal(newId, Assert.Single(verdict.Plan.Revoke).SecurityGroupRuleId);
    }

    [Fact]
    public void A_new_open_rule_is_taken_although_an_old_open_one_stays()
    {
        var verdict = Decide(SampleGroups.Web("ingress tcp/443 from 0.0.0.0/0", "ingress tcp/443 from 0.0.0.0/1"), Changed("sgr-2"));

        Assert.Equal("sgr-2", Assert.Single(verdict.Plan.Revoke).SecurityGroupRuleId);
    }

    [Fact]
    public void Ports_and_families_are_judged_apart()
    {
        var group = SampleGroups.Web(
            "ingress tcp/22 from 3.0.0.0/9",
            "ingress tcp/23 from 3.128.0.0/9",
            "ingress tcp/22 from 2600::/17",
            "ingress udp/22 from 3.128.0.0/9");

        Assert.True(Decide(group, InspectionCause.Request).IsCompliant);
    }

    [Fact]
    public void Port_ranges_that_meet_on_one_port_are_judged_there()
    {
        var verdict =
            Decide(SampleGroups.Web("ingress tcp/1-100 from 3.0.0.0/9", "ingress tcp/100-200 from 3.128.0.0/9"), InspectionCause.Request);

        var finding = Assert.Single(verdict.Findings);
        Assert.Equal((6u << 16) | 100, Assert.Single(finding.Violates.Bands.ToArray()).First);
        Assert.Equal((6u << 16) | 100, finding.Violates.Bands[0].Last);
    }

    [Fact]
    public void The_order_in_which_rules_are_listed_means_nothing()
    {
        var group = SampleGroups.Web(
            "ingress tcp/22 from 3.0.0.0/9",
            "ingress tcp/22 from 3.128.0.0/9",
            "ingress tcp/22-80 from 4.0.0.0/9",
            "ingress any from 4.128.0.0/9",
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
    public void Why_says_how_many_addresses_are_open()
    {
        Assert.Equal(
            "tcp/22 admits 3,702,258,434 public IPv4 addresses; the policy calls that the world",
            Assert.Single(Decide(SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0"), NewRule).Findings).Why);
    }
}
