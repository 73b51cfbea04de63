using System.Text;
using System.Text.Json;
using SgWatch.Calls;
using SgWatch.Guard;
using SgWatch.Incidents;
using SgWatch.Policies;
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
    public async Task A_rule_already_gone_is_success_and_is_not_told_as_the_guards_doing()
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
    public async Task A_revoke_whose_answer_was_lost_is_told()
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
        Assert.Empty(_harness.Mail); // nothing happened yet that could be told
        Assert.True(_harness.Time.GetUtcNow() < new DateTimeOffset(2026, 8, 1, 12, 0, 10, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_refusal_is_a_failed_incident_loudly_told_and_not_tried_again()
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

    [Fact]
    public async Task Several_events_of_one_group_in_a_batch_are_one_piece_of_work_and_one_message()
    {
        var group = Put(SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0", "ingress tcp/23 from 0.0.0.0/0"));

        var answer = await _harness.HandleAsync(Batch(Authorized(group, "sgr-1"), Authorized(group, "sgr-2"), "{}"));

        Assert.Empty(answer.FailedMessageIds);
        Assert.Empty(_harness.RuleIds(group));
        Assert.Single(_harness.Mail);
        Assert.Equal(["Read", "Revoke sgr-1 sgr-2", "Read"], _harness.Ec2.Calls);
    }

    [Fact]
    public async Task Only_the_failed_messages_of_a_batch_are_handed_in_again()
    {
        var good = Put(SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0"));
        var bad = Put(good with { GroupId = "sg-0123456789abcdef1" });
        _harness.Ec2.FailNext("Read", CallFailureKind.Transient, times: 1000, groupId: bad.GroupId);

        var answer = await _harness.HandleAsync(
            Batch(Authorized(good, "sgr-1"), Authorized(bad, "sgr-1"), "{}", Authorized(bad), Authorized(good)), TimeSpan.FromSeconds(8));

        Assert.Equal(["m2", "m4"], answer.FailedMessageIds.Order(StringComparer.Ordinal));
        Assert.False(answer.MustRetry);
        Assert.Empty(_harness.RuleIds(good));
        Assert.Equal(["sgr-1"], _harness.RuleIds(bad));
        Assert.Equal(good.GroupId, Assert.Single(_harness.Incidents).Before.GroupId);
    }

    [Fact]
    public async Task A_message_that_cannot_be_sent_is_an_error_and_is_sent_with_the_next_event()
    {
        var group = Put(SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0"));
        _harness.FailSending(CallFailureKind.Transient, times: 8);

        var first = await _harness.HandleAsync(Authorized(group, "sgr-1"));
        var second = await _harness.HandleAsync(Authorized(group, "sgr-1"));

        Assert.True(first.MustRetry);
        Assert.Equal(GuardOutcome.Failed, first.Outcome);
        Assert.Equal(GuardOutcome.Compliant, second.Outcome);
        Assert.Single(_harness.Mail);
    }

    [Fact]
    public async Task An_alert_is_sent_once_a_day_however_often_it_is_seen()
    {
        var harness = new GuardHarness(BuiltInPolicy.Instance.AtMost(PolicyMode.Observe));
        var group = SampleGroups.Default("egress any to 0.0.0.0/0");
        harness.Ec2.Put(group);

        await harness.HandleAsync(Authorized(group));
        await harness.HandleAsync(Authorized(group));
        await harness.HandleAsync("""{"sgwatch":"sweep"}""");

        Assert.Single(harness.Mail);
        Assert.Equal(["sgr-1"], harness.RuleIds(group));
        Assert.DoesNotContain(harness.Ec2.Calls, call => call.StartsWith("Revoke", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_rule_put_back_in_every_round_is_given_up_on_and_told()
    {
        var group = Put(SampleGroups.Default("egress any to 0.0.0.0/0"));
        var next = 100;
        _harness.Ec2.BeforeChange = ec2 => ec2.Put(ec2.Groups[group.GroupId] with
        {
            Rules = [.. ec2.Groups[group.GroupId].Rules, RuleText.Parse($"ingress tcp/{next} from 10.0.0.0/8") with { SecurityGroupRuleId = $"sgr-{next++}" }],
        });

        var answer = await _harness.HandleAsync(Authorized(group));

        Assert.Equal(GuardOutcome.Failed, answer.Outcome);
        Assert.True(answer.MustRetry);
        var incident = Assert.Single(_harness.Incidents);
        Assert.Equal("StillOpen", incident.Failure!.Code);
        Assert.Equal(
            ["Revoke sgr-1", "Revoke sgr-100", "Revoke sgr-101", "Revoke sgr-102", "Revoke sgr-103"],
            _harness.Ec2.Calls.Where(call => call.StartsWith("Revoke", StringComparison.Ordinal)));
        Assert.Equal(["sgr-1", "sgr-100", "sgr-101", "sgr-102", "sgr-103"], incident.Revoked.Select(rule => rule.SecurityGroupRuleId));
        Assert.Equal(["sgr-104"], _harness.RuleIds(group));
        Assert.Contains("FAILED", Assert.Single(_harness.Mail).Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prefix_list_that_is_throttled_makes_the_look_fail_rather_than_pass()
    {
        var group = Put(SampleGroups.Web("ingress tcp/22 from pl-0123456789abcdef0"));
        _harness.Ec2.FailNext("ReadPrefixList", CallFailureKind.Transient, times: 1000);

        Assert.True((await _harness.HandleAsync(Authorized(group, "sgr-1"), TimeSpan.FromSeconds(10))).MustRetry);
    }

    [Fact]
    public async Task What_concerns_no_group_is_ignored_with_its_reason()
    {
        var answer = await _harness.HandleAsync("""{"hello":"world"}""");

        Assert.Equal(GuardOutcome.Ignored, answer.Outcome);
        Assert.Empty(_harness.Ec2.Calls);
        using var json = JsonDocument.Parse(answer.ToJson());
        Assert.Equal("ignored", json.RootElement.GetProperty("outcome").GetString());
        Assert.NotEmpty(json.RootElement.GetProperty("reasons")[0].GetString()!);
    }

    [Fact]
    public async Task The_answer_is_the_contracts()
    {
        var group = Put(SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0"));

        var json = Encoding.UTF8.GetString((await _harness.HandleAsync(Batch(Authorized(group, "sgr-1")))).ToJson());

        Assert.Equal(
            $$"""{"outcome":"reverted","groups":[{"id":"{{group.GroupId}}","outcome":"reverted","revoked":["sgr-1"],"authorized":[],"incident":"{{_harness.Incidents[0].Id}}"}],"batchItemFailures":[]}""",
            json);
    }

    private SecurityGroup Put(SecurityGroup group)
    {
        _harness.Ec2.Put(group);
        return group;
    }
}
