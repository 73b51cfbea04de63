using SgWatch.Verdicts;
using static SgWatch.Tests.Verdicts.JudgeCalls;

namespace SgWatch.Tests.Verdicts.Planning;

/// <summary>What one guardrail requires and another forbids.</summary>
public sealed class RestoringTests
{
    [Theory] // with what is required the group would be open in one family on tcp/443
    [InlineData("3.128.0.0/9", "3.0.0.0/9, 5.0.0.0/24, 2600::/32", "2600::/32")]
    [InlineData("2600:8000::/17", "2600::/17, 2700::/32, 5.0.0.0/24", "5.0.0.0/24")]
    public void Where_the_world_would_be_open_nothing_of_its_family_is_restored_and_what_was_there_stays(
        string there, string required, string restored)
    {
        var verdict = Decide($$"""
            guardrails:
              - { name: partners, require: [{ ingress: [tcp/443, tcp/80], from: [{{required}}] }] }
              - { name: no-world, forbid: [{ ingress: any, from: world }] }
            """, SampleGroups.Web($"ingress tcp/443 from {there}"), InspectionCause.Request);

        Assert.Empty(verdict.Plan.Revoke);
        Assert.Equal(
            [
                $"ingress tcp/443 from {restored}",
                .. required.Split(", ").Order(StringComparer.Ordinal).Select(peer => $"ingress tcp/80 from {peer}"),
            ],
            verdict.Authorized().Order(StringComparer.Ordinal));
        Assert.Equal(["partners Missing Restore"], verdict.Summaries());
    }

    [Fact]
    public void What_the_other_guardrail_permits_is_restored_without_what_would_open_the_world()
    {
        var verdict = Decide("""
            guardrails:
              - { name: partners, require: [{ ingress: tcp/443, from: [3.0.0.0/9, 5.0.0.0/24, 6.0.0.0/24] }] }
              - { name: no-world, forbid: [{ ingress: any, from: world }], allow: [{ ingress: tcp/443, from: 6.0.0.0/24 }] }
            """, SampleGroups.Web("ingress tcp/443 from 3.128.0.0/9"), InspectionCause.Sweep);

        Assert.Equal(["ingress tcp/443 from 6.0.0.0/24"], verdict.Authorized());
    }

    [Fact] // though it is narrower than the rules that were there, and new like them
    public void What_is_restored_is_taken_before_any_rule_of_the_group()
    {
        var verdict = Decide("""
            guardrails:
              - { name: partner, require: [{ ingress: tcp/443, from: 3.0.0.0/10 }] }
              - { name: no-world, forbid: [{ ingress: any, from: world }] }
            """, SampleGroups.Web("ingress tcp/443 from 3.128.0.0/9", "ingress tcp/443 from 3.64.0.0/10"), InspectionCause.Request);

        Assert.True(verdict.Plan.IsEmpty);
        Assert.Equal(["partner Missing Alert"], verdict.Summaries());
    }

    [Fact]
    public void A_required_list_comes_by_its_id_where_all_of_it_may_and_else_by_its_permitted_entries()
    {
        var verdict = Decide("""
            guardrails:
              - { name: cdn, require: [{ ingress: [tcp/443, udp/443], from: { prefix-list: pl-0a } }] }
              - { name: closed, forbid: [{ ingress: tcp/443, from: 8.8.8.128/25 }] }
            """, SampleGroups.Web(), InspectionCause.Sweep, Lists("pl-0a", "8.8.8.0/24", "2600::/32"));

        Assert.Equal(
            ["ingress tcp/443 from 2600::/32", "ingress tcp/443 from 8.8.8.0/25", "ingress udp/443 from pl-0a"],
            verdict.Authorized().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_required_list_comes_by_its_id_where_a_part_of_it_is_missing_and_what_else_is_missing_by_itself()
    {
        var verdict = Decide(
            "guardrails: [{ name: cdn, require: [{ ingress: tcp/443, from: [{ prefix-list: pl-0a }, 10.0.0.0/8] }] }]",
            SampleGroups.Web("ingress tcp/443 from 8.8.8.0/25", "ingress tcp/443 from 10.0.0.0/9"),
            InspectionCause.Sweep,
            Lists("pl-0a", "8.8.8.0/24"));

        Assert.Equal(
            ["ingress tcp/443 from 10.128.0.0/9", "ingress tcp/443 from pl-0a"], verdict.Authorized().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_required_list_is_asked_for_on_those_ports_alone_on_which_it_is_missing()
    {
        var verdict = Decide(
            "guardrails: [{ name: cdn, require: [{ ingress: [tcp/80, tcp/443], from: { prefix-list: pl-0a } }] }]",
            SampleGroups.Web("ingress tcp/443 from 8.8.8.0/24"), InspectionCause.Sweep, Lists("pl-0a", "8.8.8.0/24"));

        Assert.Equal(["ingress tcp/80 from pl-0a"], verdict.Authorized());
    }

    [Fact]
    public void A_required_list_is_restored_by_its_id_if_only_something_else_is_refused()
    {
        var verdict = Decide("""
            guardrails:
              - { name: cdn, require: [{ ingress: tcp/443, from: [{ prefix-list: pl-0a }, 10.0.0.0/16] }] }
              - { name: closed, forbid: [{ ingress: tcp/443, from: 10.0.0.0/17 }] }
            """, SampleGroups.Web(), InspectionCause.Sweep, Lists("pl-0a", "8.8.8.0/24"));

        Assert.Equal(
            ["ingress tcp/443 from 10.0.128.0/17", "ingress tcp/443 from pl-0a"], verdict.Authorized().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_two_guardrails_require_comes_once()
    {
        var verdict = Decide("""
            guardrails:
              - { name: a, require: [{ ingress: tcp/443, from: 10.0.0.0/8 }] }
              - { name: b, require: [{ ingress: tcp/443, from: 10.0.0.0/8 }] }
            """, SampleGroups.Web(), InspectionCause.Sweep);

        Assert.Equal("sgwatch: required by a", Assert.Single(verdict.Plan.Authorize).Description);
        Assert.Equal(["a Missing Restore", "b Missing Restore"], verdict.Summaries());
    }
}
