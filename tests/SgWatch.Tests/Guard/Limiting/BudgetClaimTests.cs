using SgWatch.Changes;
using SgWatch.Guard.Limiting;
using SgWatch.Incidents;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Verdicts;

namespace SgWatch.Tests.Guard.Limiting;

public sealed class BudgetClaimTests
{
    private static readonly Origin Opened = new("AuthorizeSecurityGroupIngress")
    {
        EventId = "1",
        Actor = new() { Arn = "arn:aws:sts::111122223333:assumed-role/dev/x", SessionIssuerArn = "arn:aws:iam::111122223333:role/dev" },
    };

    private static readonly Origin Widened = Opened with { EventName = "ModifyManagedPrefixList", EventId = "2" };

    [Theory]
    [InlineData("ingress tcp/22 from 0.0.0.0/0", "authorize", Standing.New, ChangeBudget.Made)]
    [InlineData("ingress tcp/22 from 0.0.0.0/0", "authorize", null, ChangeBudget.Made)] // judge: state
    [InlineData("ingress tcp/22 from 0.0.0.0/0", "nothing", null, ChangeBudget.Other)] // a sweep's, under judge: state
    [InlineData("ingress tcp/22 from 0.0.0.0/0", "nothing", Standing.New, ChangeBudget.Made)] // a sweep's, whose event was lost
    [InlineData("ingress tcp/22 from 0.0.0.0/0", "nothing", Standing.Turned, ChangeBudget.Other)]
    [InlineData("ingress tcp/22 from 0.0.0.0/0", "unreadable", Standing.New, ChangeBudget.Made)]
    [InlineData("ingress tcp/22 from pl-1", "authorize", Standing.New, ChangeBudget.Made)]
    [InlineData("ingress tcp/22 from pl-1", "list", Standing.New, ChangeBudget.Other)]
    [InlineData("ingress tcp/22 from pl-1", "nothing", Standing.New, ChangeBudget.Other)] // a list of another account may have grown
    public void Rules_that_somebody_made_have_a_budget_of_their_own(string text, string change, Standing? standing, ChangeBudget budget)
    {
        var rule = RuleText.Parse(text) with { SecurityGroupRuleId = "sgr-1" };
        var changed = change switch
        {
            "authorize" => ChangedRules.Of([ChangedRules.MadeBy(Opened, rule)]),
            "list" => ChangedRules.Through(["pl-1"]).By(Widened),
            "unreadable" => ChangedRules.All,
            _ => ChangedRules.None,
        };
        var finding = Finding(rule) with { Standing = standing is { } kind ? new(kind) { IsDue = true } : null };

        Assert.Equal(budget, Claim(changed, finding).Budget);
    }

    [Fact]
    public void Missing_traffic_and_what_waits_for_the_other_budget_are_all_else()
    {
        var missing = Finding(null) with { Kind = FindingKind.Missing, Action = FindingAction.Restore };
        Assert.Equal(ChangeBudget.Other, Claim(ChangedRules.None, missing).Budget);

        var rule = RuleText.Parse("ingress tcp/22 from 0.0.0.0/0") with { SecurityGroupRuleId = "sgr-1" };
        var waits = BudgetClaim.Of(
            new(SampleGroups.Web(), [Finding(rule) with { Standing = RuleStanding.OfNew }], Plan.Nothing), ChangedRules.None, ChangeBudget.Other);
        Assert.Equal((ChangeBudget.Other, true), (waits.Budget, waits.IsWaiting));
    }

    [Fact]
    public void Critical_is_what_a_critical_guardrail_acts_on_and_a_default_group()
    {
        var rule = RuleText.Parse("ingress tcp/22 from 0.0.0.0/0");
        var critical = Finding(rule) with { Guardrail = new("ssh") { Severity = Severity.Critical } };

        Assert.True(Claim(ChangedRules.None, critical, Finding(rule)).IsCritical);
        Assert.False(Claim(ChangedRules.None, critical with { Action = FindingAction.Alert }, Finding(rule)).IsCritical);
        Assert.True(BudgetClaim.Of(new(SampleGroups.Default(), [Finding(rule)], Plan.Nothing), ChangedRules.None, null).IsCritical);
    }

    [Fact]
    public void The_actor_is_the_role_and_not_its_session()
    {
        var rule = RuleText.Parse("ingress tcp/22 from 0.0.0.0/0");
        var one = Claim(ChangedRules.None, Finding(rule) with { MadeBy = Opened }).Actor;
        var other = Claim(ChangedRules.None, Finding(rule) with
        {
            MadeBy = Opened with { Actor = Opened.Actor! with { Arn = "arn:aws:sts::111122223333:assumed-role/dev/y" } },
        }).Actor;

        Assert.Equal(one, other);
        Assert.Equal(BudgetedChange.Unknown, Claim(ChangedRules.None, Finding(rule)).Actor);
        Assert.NotEqual(BudgetedChange.Unknown, one);
    }

    private static BudgetClaim Claim(ChangedRules changed, params Finding[] findings) =>
        BudgetClaim.Of(new(SampleGroups.Web(), [.. findings], Plan.Nothing), changed, waits: null);

    private static Finding Finding(SecurityGroupRule? rule) => new(new("ssh"), FindingKind.Violation, rule,
        AdmittedTraffic.Of(rule ?? RuleText.Parse("ingress tcp/443 from 0.0.0.0/0"), PrefixLists.None), FindingAction.Revoke, "why");
}
