using System.Text;
using System.Text.Json;
using SgWatch.Calls;
using SgWatch.Guard;
using SgWatch.Policies;
using SgWatch.Rules;
using static SgWatch.Tests.Guard.GuardHarness;

namespace SgWatch.Tests.Guard;

/// <summary>What one invocation does with its messages: batches, what is sent again, and the response.</summary>
public sealed class SecurityGroupGuardMessageTests
{
    private readonly GuardHarness _harness = new();

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
    public async Task A_rule_put_back_in_every_round_is_given_up_on_and_reported()
    {
        var group = Put(SampleGroups.Default("egress any to 0.0.0.0/0"));
        var next = 100;
        _harness.Ec2.BeforeChange = ec2 => ec2.Put(ec2.Groups[group.GroupId] with
        {
            Rules = [.. ec2.Groups[group.GroupId].Rules,
                RuleText.Parse($"ingress tcp/{next} from 10.0.0.0/8") with { SecurityGroupRuleId = $"sgr-{next++}" }],
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
    public async Task A_prefix_list_that_is_throttled_makes_the_inspection_fail_rather_than_pass()
    {
        var group = Put(SampleGroups.Web("ingress tcp/22 from pl-0123456789abcdef0"));
        _harness.Ec2.FailNext("ReadPrefixList", CallFailureKind.Transient, times: 1000);

        Assert.True((await _harness.HandleAsync(Authorized(group, "sgr-1"), TimeSpan.FromSeconds(10))).MustRetry);
    }

    [Fact] // its entries may be the old ones
    public async Task A_prefix_list_that_is_being_changed_makes_the_inspection_fail_until_the_change_is_complete()
    {
        var group = Put(SampleGroups.Web("ingress tcp/22 from pl-0123456789abcdef0"));
        _harness.Ec2.PutPrefixList("pl-0123456789abcdef0", "10.0.0.0/8");
        _harness.Ec2.SetPrefixListState("pl-0123456789abcdef0", "modify-in-progress");

        Assert.True((await _harness.HandleAsync(Authorized(group, "sgr-1"), TimeSpan.FromSeconds(10))).MustRetry);

        _harness.Ec2.PutPrefixList("pl-0123456789abcdef0", "0.0.0.0/0");
        Assert.Equal(GuardOutcome.Reverted, (await _harness.HandleAsync(Authorized(group, "sgr-1"))).Outcome);
    }

    [Theory] // it answered "ignored"
    [InlineData("""{"sgwatch":"sweep"}""")]
    [InlineData("""{"Records":[{"messageId":"m1","eventSource":"aws:sqs","body":"{\"sgwatch\":\"sweep\"}"}]}""")]
    public async Task A_sweep_that_finds_nothing_says_that_the_groups_comply(string message)
    {
        Put(SampleGroups.Web("ingress tcp/443 from 0.0.0.0/0"));

        var answer = await _harness.HandleAsync(message);

        Assert.Equal((GuardOutcome.Compliant, 1), (answer.Outcome, answer.SweepsCompleted));
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
            $$"""{"outcome":"reverted","groups":[{"id":"{{group.GroupId}}","outcome":"reverted","revoked":["sgr-1"],"authorized":[""" +
            $$"""],"incident":"{{_harness.Incidents[0].Id}}"}],"batchItemFailures":[]}""",
            json);
    }

    private SecurityGroup Put(SecurityGroup group)
    {
        _harness.Ec2.Put(group);
        return group;
    }
}
