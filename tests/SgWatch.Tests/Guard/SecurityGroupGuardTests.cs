using SgWatch.Calls;
using SgWatch.Guard;
using SgWatch.Incidents;
using SgWatch.Rules;
using static SgWatch.Tests.Guard.GuardHarness;

namespace SgWatch.Tests.Guard;

public sealed class SecurityGroupGuardTests
{
    private readonly GuardHarness _harness = new();

    [Fact]
    public async Task An_opened_group_is_closed_and_the_rules_beside_stay()
    {
        var group = Put(SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0", "ingress tcp/443 from 10.0.0.0/8", "egress any to 0.0.0.0/0"));

        var answer = await _harness.HandleAsync(Authorized(group, "sgr-1"));

        Assert.Equal(GuardOutcome.Reverted, answer.Outcome);
        Assert.Equal(["sgr-2", "sgr-3"], _harness.RuleIds(group));
        var incident = Assert.Single(_harness.Incidents);
        Assert.Equal(["sgr-1"], incident.Revoked.Select(r => r.SecurityGroupRuleId));
        Assert.Equal([incident.Id], _harness.Ec2.ChangedFor);
        Assert.Equal(["sgr-2", "sgr-3"], incident.After!.Rules.Select(r => r.SecurityGroupRuleId));
        Assert.Single(_harness.Mail);
    }

    [Fact]
    public async Task The_same_event_again_changes_nothing_and_tells_nobody()
    {
        var group = Put(SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0"));
        await _harness.HandleAsync(Authorized(group, "sgr-1"));

        var again = await _harness.HandleAsync(Authorized(group, "sgr-1"));

        Assert.Equal(GuardOutcome.Compliant, again.Outcome);
        Assert.Single(_harness.Mail);
    }

    [Fact]
    public async Task The_guards_own_revoke_coming_back_as_an_event_does_nothing()
    {
        var group = Put(SampleGroups.Web("ingress tcp/443 from 0.0.0.0/0"));

        var answer = await _harness.HandleAsync(Event("RevokeSecurityGroupIngress", group.GroupId));

        Assert.Equal(GuardOutcome.Compliant, answer.Outcome); // the rule there is old: reported by sweeps, left alone
        Assert.Empty(_harness.Mail);
        Assert.Equal(["Read"], _harness.Ec2.Calls);
    }

    [Fact]
    public async Task A_rule_already_gone_is_success_and_is_not_reported_as_the_guards_doing()
    {
        var group = Put(SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0", "ingress tcp/23 from 0.0.0.0/0"));
        _harness.Ec2.BeforeChange = ec2 => ec2.Remove(group.GroupId, "sgr-1"); // somebody is quicker

        var answer = await _harness.HandleAsync(Authorized(group, "sgr-1", "sgr-2"));

        Assert.Equal(GuardOutcome.Reverted, answer.Outcome);
        Assert.Empty(_harness.RuleIds(group));
        Assert.Equal(["sgr-2"], Assert.Single(_harness.Incidents).Revoked.Select(r => r.SecurityGroupRuleId));
    }

    [Fact]
    public async Task A_group_that_another_guard_closed_first_is_compliant_without_an_incident()
    {
        var group = Put(SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0"));
        _harness.Ec2.BeforeChange = ec2 => ec2.Remove(group.GroupId, "sgr-1");

        var answer = await _harness.HandleAsync(Authorized(group, "sgr-1"));

        Assert.Equal(GuardOutcome.Compliant, answer.Outcome);
        Assert.Empty(_harness.Incidents);
        Assert.Empty(_harness.Mail);
    }

    [Fact]
    public async Task Throttling_is_waited_out_with_growing_waits()
    {
        var group = Put(SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0"));
        _harness.Ec2.FailNext("Read", CallFailureKind.Transient, times: 2);
        _harness.Ec2.FailNext("Revoke", CallFailureKind.Transient, times: 5);

        var answer = await _harness.HandleAsync(Authorized(group, "sgr-1"));

        Assert.Equal(GuardOutcome.Reverted, answer.Outcome);
        Assert.Equal(7, _harness.Time.Waits.Count);
        Assert.All(_harness.Time.Waits, wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task A_revoke_whose_answer_was_lost_is_reported()
    {
        var group = Put(SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0"));
        _harness.Ec2.FailNext("Revoke", CallFailureKind.Transient, isDone: true);

        var answer = await _harness.HandleAsync(Authorized(group, "sgr-1"));

        Assert.Equal(GuardOutcome.Reverted, answer.Outcome);
        Assert.Equal("sgr-1", Assert.Single(Assert.Single(_harness.Incidents).Revoked).SecurityGroupRuleId);
        Assert.Single(_harness.Mail);
    }

    [Fact]
    public async Task Throttling_past_the_deadline_is_an_error_to_be_tried_again()
    {
        var group = Put(SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0"));
        _harness.Ec2.FailNext("Read", CallFailureKind.Transient, times: 1000);

        var answer = await _harness.HandleAsync(Authorized(group, "sgr-1"), TimeSpan.FromSeconds(10));

        Assert.True(answer.MustRetry);
        Assert.Equal(GuardOutcome.Failed, answer.Outcome);
        Assert.Empty(_harness.Mail); // nothing happened yet that people could be notified of
        Assert.True(_harness.Time.GetUtcNow() < new DateTimeOffset(2026, 8, 1, 12, 0, 10, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_refusal_is_a_failed_incident_loudly_reported_and_not_tried_again()
    {
        var group = Put(SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0"));
        _harness.Ec2.FailNext("Revoke", CallFailureKind.Refused);

        var answer = await _harness.HandleAsync(Authorized(group, "sgr-1"));

        Assert.Equal(GuardOutcome.Failed, answer.Outcome);
        Assert.False(answer.MustRetry);
        Assert.Contains("FAILED", Assert.Single(_harness.Mail).Subject, StringComparison.Ordinal);
        Assert.Equal(IncidentOutcome.Failed, Assert.Single(_harness.Incidents).Outcome);
    }

    [Fact]
    public async Task A_refused_read_is_a_failed_incident_too()
    {
        var group = Put(SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0"));
        _harness.Ec2.FailNext("Read", CallFailureKind.Refused);

        Assert.Equal(GuardOutcome.Failed, (await _harness.HandleAsync(Authorized(group, "sgr-1"))).Outcome);
        Assert.Single(_harness.Mail);
    }

    [Fact]
    public async Task One_direction_refused_does_not_keep_the_other_from_being_closed()
    {
        var group = Put(SampleGroups.Default("ingress tcp/22 from 0.0.0.0/0", "egress any to 0.0.0.0/0"));
        _harness.Ec2.FailNext("Revoke", CallFailureKind.Refused);

        var answer = await _harness.HandleAsync(Authorized(group, "sgr-1"));

        Assert.Equal(GuardOutcome.Failed, answer.Outcome);
        Assert.Equal(["sgr-1"], _harness.RuleIds(group));
        var incident = Assert.Single(_harness.Incidents);
        Assert.Equal(["sgr-2"], incident.Revoked.Select(r => r.SecurityGroupRuleId));
        Assert.Contains("PART", Assert.Single(_harness.Mail).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_group_not_yet_visible_is_looked_at_again()
    {
        _harness.Ec2.Settings.ReadDelay = TimeSpan.FromSeconds(1.5);
        var group = Put(SampleGroups.Default("egress any to 0.0.0.0/0"));
        _harness.Ec2.Settings.ReadDelay = default;

        Assert.Equal(GuardOutcome.Reverted, (await _harness.HandleAsync(Authorized(group))).Outcome);
    }

    [Fact]
    public async Task A_group_that_stays_away_is_gone_and_nothing_is_left_to_do()
    {
        _harness.Time.Move(TimeSpan.FromMinutes(5)); // until then EC2 may just not show it yet
        var answer = await _harness.HandleAsync(Authorized(SampleGroups.Web(), "sgr-1"));

        Assert.Equal(GuardOutcome.Compliant, answer.Outcome);
        Assert.False(answer.MustRetry);
        Assert.Equal(5, _harness.Ec2.Calls.Count);
        Assert.Empty(_harness.Mail);
    }

    [Fact]
    public async Task The_default_group_of_a_new_vpc_is_looked_up_and_closed()
    {
        var group = Put(SampleGroups.Default("ingress any from sg-0123456789abcdef0", "egress any to 0.0.0.0/0"));
        _harness.Ec2.FailNext("Find", CallFailureKind.NotFound, times: 2);
        var message = Event("CreateVpc", "").Replace(
            "\"responseElements\":{", "\"responseElements\":{\"vpc\":{\"vpcId\":\"vpc-0123456789abcdef0\"},", StringComparison.Ordinal);

        Assert.Equal(GuardOutcome.Reverted, (await _harness.HandleAsync(message)).Outcome);
        Assert.Empty(_harness.RuleIds(group));
    }

    [Fact]
    public async Task A_sweep_closes_default_groups_and_leaves_old_rules_of_others()
    {
        _harness.Ec2.PageSize = 2;
        var web = Put(SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0") with { GroupId = "sg-0000000000000000a" });
        for (var i = 0; i < 5; i++)
        {
            Put(SampleGroups.Default("egress any to 0.0.0.0/0") with { GroupId = $"sg-0000000000000010{i}" });
        }

        var answer = await _harness.HandleAsync("""{"sgwatch":"sweep"}""");

        Assert.Equal(GuardOutcome.Reverted, answer.Outcome);
        Assert.Equal(5, _harness.Mail.Count);
        Assert.Equal(["sgr-1"], _harness.RuleIds(web));
        Assert.Equal(5, answer.Groups.Length);
    }

    private SecurityGroup Put(SecurityGroup group)
    {
        _harness.Ec2.Put(group);
        return group;
    }
}
