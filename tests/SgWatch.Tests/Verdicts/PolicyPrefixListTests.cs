using SgWatch.Rules;
using SgWatch.Verdicts;
using static SgWatch.Tests.Verdicts.JudgeCalls;

namespace SgWatch.Tests.Verdicts;

public sealed class PolicyPrefixListTests
{
    [Fact]
    public void The_lists_to_be_read_are_those_of_the_rules_and_of_all_that_the_policy_says_of_the_group_each_once()
    {
        var policy = Policy("""
            guardrails:
              - name: mine
                forbid:
                  - { ingress: any, from: { prefix-list: pl-0f } }
                  - { ingress: tcp/1, from: { prefix-list: pl-01 }, groups: { name: db } }
                allow:
                  - { ingress: tcp/2, from: { prefix-list: pl-0a } }
                  - { ingress: tcp/3, from: [{ prefix-list: pl-0f }, { prefix-list: pl-0b }] }
                require: [{ ingress: tcp/4, from: { prefix-list: pl-0c } }]
              - name: theirs
                groups: { name: db }
                forbid: [{ ingress: any, from: { prefix-list: pl-02 } }]
            exemptions:
              - { reason: mine, until: 2026-12-31, allow: [{ ingress: any, from: { prefix-list: pl-0e } }] }
              - { reason: theirs, until: 2026-12-31, groups: { name: db }, allow: [{ ingress: any, from: { prefix-list: pl-03 } }] }
            """);
        var group = SampleGroups.Web("ingress tcp/22 from pl-0d", "egress any to pl-0d", "ingress tcp/22 from pl-0a");

        Assert.Equal(["pl-0d", "pl-0a", "pl-0f", "pl-0b", "pl-0c", "pl-0e"], Judge.PrefixListsOf(policy, group));
    }

    [Fact]
    public void What_is_open_to_the_world_unless_an_unread_list_permits_it_is_alerted()
    {
        const string Policy = """
            guardrails:
              - name: no-world
                forbid: [{ ingress: any, from: world }]
                allow: [{ ingress: tcp/443, from: { prefix-list: pl-0a } }]
            """;

        Assert.Equal(
            ["no-world sgr-1 Alert"],
            Decide(Policy, SampleGroups.Web("ingress tcp/443 from 0.0.0.0/0"), InspectionCause.Request).Summaries());
        Assert.True(Decide(Policy, SampleGroups.Web("ingress tcp/443 from 8.8.8.0/24"), InspectionCause.Request).IsCompliant);
        Assert.Equal(
            ["no-world sgr-1 Revoke", "no-world sgr-1 Alert"],
            Decide(Policy, SampleGroups.Web("ingress tcp/442-443 from 0.0.0.0/0"), InspectionCause.Request).Summaries());
    }

    [Fact]
    public void With_an_unread_list_each_finding_is_about_its_own_part_of_the_rule()
    {
        var findings = Decide("""
            guardrails:
              - name: no-world
                forbid: [{ ingress: any, from: world }, { ingress: udp, from: { prefix-list: pl-0b } }]
                allow: [{ ingress: tcp/443, from: { prefix-list: pl-0a } }]
            """,
            SampleGroups.Web("ingress tcp/442-443 from 0.0.0.0/0", "ingress udp/53 from 10.0.0.0/8"), InspectionCause.Request).Findings;

        Assert.Equal(
            [
                "no-world Violation: tcp/442 from 1.0.0.0",
                "no-world UnresolvedPeer: tcp/443 from 1.0.0.0",
                "no-world UnresolvedPeer: udp/53 from 10.0.0.0",
            ],
            findings.Select(finding => $"{finding.Guardrail.Name} {finding.Kind}: {finding.Witness}"));
        Assert.Equal(
            "a prefix list of the policy can't be read, so ingress udp/53 from 10.0.0.0/8 is neither passed nor revoked",
            findings[2].Why);
    }

    [Fact]
    public void Of_what_is_required_the_unread_list_is_alerted_and_the_rest_restored()
    {
        var verdict = Decide(
            "guardrails: [{ name: cdn, require: [{ ingress: tcp/443, from: [{ prefix-list: pl-0a }, 10.0.0.0/8] }] }]",
            SampleGroups.Web("ingress tcp/443 from 10.0.0.0/9"), InspectionCause.Sweep);

        Assert.Equal(["cdn UnresolvedPeer Alert", "cdn Missing Restore"], verdict.Summaries());
        Assert.Equal(
            "the policy requires tcp/443 from pl-0a, which no rule names, and the prefix list can't be read", verdict.Findings[0].Why);
        Assert.Equal(["ingress tcp/443 from 10.128.0.0/9"], verdict.Authorized());
    }

    [Theory] // a list of the policy that isn't there permits and forbids nobody
    [InlineData("forbid: [{ ingress: tcp, from: internet }], allow: [{ ingress: tcp, from: { prefix-list: pl-0a } }]", "g sgr-1 Revoke")]
    [InlineData("forbid: [{ ingress: tcp, from: world }], allow: [{ ingress: tcp, from: { prefix-list: pl-0a } }]", "g sgr-1 Revoke")]
    [InlineData("forbid: [{ ingress: tcp/22, from: { prefix-list: pl-0a } }]")]
    [InlineData("forbid: [{ ingress: tcp/22, from: [198.51.100.0/24, { prefix-list: pl-0a }] }]", "g sgr-1 Revoke")]
    [InlineData("require: [{ ingress: tcp/22, from: { prefix-list: pl-0a } }]", "g UnresolvedPeer Alert")]
    public void A_list_of_the_policy_that_is_not_there_has_no_entries(string guardrail, params string[] findings) => Assert.Equal(
        findings,
        Decide(
            $"guardrails: [{{ name: g, {guardrail} }}]", SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0"), InspectionCause.Request,
            NotFound("pl-0a")).Summaries());

    [Theory] // its entries are unknown, but where the policy names the same list they are the same
    [InlineData("forbid: any", 1)]
    [InlineData("forbid: [{ ingress: tcp/20-22, from: internet }], allow: [{ ingress: tcp/20-22, from: { prefix-list: pl-0b } }]", 1)]
    [InlineData("forbid: any, allow: [{ ingress: tcp/20-22, from: { prefix-list: pl-0a } }]", 0)]
    public void A_rule_whose_own_list_is_not_there_stays_unresolved(string guardrail, int findings)
    {
        var verdict = Decide(
            $"guardrails: [{{ name: g, {guardrail} }}]", SampleGroups.Web("ingress tcp/20-22 from pl-0a"), InspectionCause.Request,
            NotFound("pl-0a", "pl-0b"));

        Assert.Equal(Enumerable.Repeat("g sgr-1 Alert", findings), verdict.Summaries());
        Assert.All(verdict.Findings, finding => Assert.Equal(FindingKind.UnresolvedPeer, finding.Kind));
    }

    [Theory] // what can't be read may be anything that isn't permitted there
    [InlineData("forbid: [{ ingress: tcp/22, from: 10.0.0.0/8 }]", 1)]
    [InlineData("forbid: [{ ingress: tcp/22, from: world }]", 1)]
    [InlineData("forbid: [{ ingress: tcp/23, from: 10.0.0.0/8 }]", 0)]
    [InlineData("forbid: [{ ingress: tcp/22, from: groups }]", 0)]
    [InlineData("forbid: any, allow: [{ ingress: tcp/20-22, from: { prefix-list: pl-0a } }]", 0)] // its very name
    [InlineData("forbid: any, allow: [{ ingress: tcp/21-22, from: { prefix-list: pl-0a } }]", 1)]
    [InlineData("forbid: any, allow: [{ ingress: tcp/20-22, from: { prefix-list: pl-0b } }]", 1)]
    public void A_rule_whose_list_cannot_be_read_is_reported_where_it_may_be_forbidden(string guardrail, int findings) =>
        Assert.Equal(findings, DecideOnList(guardrail).Findings.Length);

    [Theory] // such a rule may have any peer that a pattern names, except a prefix list by its id
    [InlineData("10.0.0.0/8", 1)]
    [InlineData("groups", 1)]
    [InlineData("{ prefix-list: pl-0a }", 0)]
    public void A_rule_that_was_not_understood_is_reported_where_addresses_or_groups_are_forbidden(string peer, int findings)
    {
        var group = SampleGroups.Web() with { Rules = [new("sgr-1", false, Service.Parse("tcp/22"), new Peer.Unknown("something new"))] };

        var verdict = Decide(
            $"guardrails: [{{ name: g, forbid: [{{ ingress: any, from: {peer} }}] }}]", group, InspectionCause.Request, Lists("pl-0a"));

        Assert.Equal(findings, verdict.Findings.Length);
    }

    private static PrefixLists NotFound(params string[] ids) => PrefixLists.None with { NotFound = [.. ids] };

    private static Verdict DecideOnList(string guardrail) => Decide(
        $"guardrails: [{{ name: g, {guardrail} }}]", SampleGroups.Web("ingress tcp/20-22 from pl-0a"), InspectionCause.Request);
}
