using SgWatch.Calls;
using SgWatch.Guard;
using SgWatch.Policies;
using SgWatch.Policies.Reading;
using SgWatch.Rules;
using static SgWatch.Tests.Guard.GuardHarness;

namespace SgWatch.Tests.Guard.Reconciling;

/// <summary>What the guard itself does comes back to it as events; answers to what it does get lost, and are refused.</summary>
public sealed class OwnRulesTests
{
    private const string Narrowing = OfficeOnly + """
          - name: no-new-rules
            forbid: [{ ingress: tcp/22, from: 203.0.113.0/25 }]
            groups: { tags: { closed: "*" } }
        """;

    private readonly GuardHarness _harness = new(Read(Narrowing));

    [Fact] // who made a rule is no excuse for it, and the mark in its description is anybody's to write
    public async Task A_rule_that_the_guard_added_is_judged_like_any_other_when_it_comes_back_as_an_event()
    {
        var (group, added) = await NarrowedAsync();
        // now another guardrail judges the group's changes
        _harness.Ec2.Put(_harness.Ec2.Groups[group.GroupId] with { Tags = group.Tags.Add("closed", "since then") });

        var answer = await _harness.HandleAsync(Authorized(group, added.SecurityGroupRuleId!));

        Assert.Equal(GuardOutcome.Reverted, answer.Outcome);
        Assert.Empty(_harness.RuleIds(group));
    }

    [Fact] // the mark is anybody's to write
    public async Task A_rule_that_only_looks_like_the_guards_is_somebodys_change()
    {
        var group = SampleGroups.Web("ingress tcp/22 from 203.0.113.0/25") is var web
            ? web with
            {
                Tags = web.Tags.Add("closed", ""),
                Rules = [web.Rules[0] with { Description = "sgwatch: permitted rest by office-only" }]
            }
            : null!;
        _harness.Ec2.Put(group);

        Assert.Equal(GuardOutcome.Reverted, (await _harness.HandleAsync(Authorized(group, "sgr-1"))).Outcome);
    }

    [Fact] // a rule keeps its id, and its description, when it is modified
    public async Task The_guards_rule_modified_by_somebody_is_somebodys_change()
    {
        var (group, added) = await NarrowedAsync();
        _harness.Ec2.Put(_harness.Ec2.Groups[group.GroupId] with
        {
            Rules = [added with { Peer = RuleText.Parse("ingress tcp/22 from 0.0.0.0/0").Peer }]
        });

        Assert.Equal(GuardOutcome.Reverted,
            (await _harness.HandleAsync(
                Authorized(group, added.SecurityGroupRuleId!).Replace("11111111", "22222222", StringComparison.Ordinal))).Outcome);
    }

    [Fact]
    public async Task An_authorize_whose_answer_was_lost_is_settled_and_recorded_with_its_id()
    {
        _harness.Ec2.FailNext("Authorize", CallFailureKind.Transient, isDone: true);

        var (_, added) = await NarrowedAsync();

        var incident = Assert.Single(_harness.Incidents);
        Assert.Equal(added.SecurityGroupRuleId, Assert.Single(incident.Authorized).SecurityGroupRuleId);
        Assert.Contains(incident.Calls, call => call is { Operation: "authorize ingress", Answer: "RequestLimitExceeded" });
    }

    [Fact] // for a group filled to its quota, say
    public async Task A_refused_authorize_does_not_keep_what_is_forbidden_in_place()
    {
        var group = SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0");
        _harness.Ec2.Put(group);
        _harness.Ec2.FailNext("Authorize", CallFailureKind.Rejected);

        var answer = await _harness.HandleAsync(Authorized(group, "sgr-1"));

        Assert.Empty(_harness.RuleIds(group));
        Assert.Equal("sgr-1", Assert.Single(Assert.Single(_harness.Incidents).Revoked).SecurityGroupRuleId);
        Assert.Equal(GuardOutcome.Failed, answer.Outcome); // the permitted rest is gone with it, and people must know
    }

    private async Task<(SecurityGroup Group, SecurityGroupRule Added)> NarrowedAsync()
    {
        var group = SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0");
        _harness.Ec2.Put(group);
        Assert.Equal(GuardOutcome.Reverted, (await _harness.HandleAsync(Authorized(group, "sgr-1"))).Outcome);
        return (group, Assert.Single(_harness.Ec2.Groups[group.GroupId].Rules));
    }

    private static Policy Read(string text) => ((PolicyReadResult.Accepted)PolicyReader.Read("test", text)).Policy;
}
