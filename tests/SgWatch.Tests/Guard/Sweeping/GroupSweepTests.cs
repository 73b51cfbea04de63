using SgWatch.Calls;
using SgWatch.Guard;
using SgWatch.Rules;
using static SgWatch.Tests.Guard.GuardHarness;

namespace SgWatch.Tests.Guard.Sweeping;

public sealed class GroupSweepTests
{
    private const string Sweep = """{"sgwatch":"sweep","account":"111122223333","region":"eu-west-1"}""";
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(14); // for a page and a second

    private readonly FakeQueue _queue = new();
    private readonly GuardHarness _harness;

    public GroupSweepTests()
    {
        _harness = new(options: new() { MaxGroupsAtOnce = 1 }, continuations: _queue);
        _harness.Ec2.PageSize = 10;
    }

    [Fact]
    public async Task Every_group_is_seen_page_by_page_and_the_sweep_is_complete()
    {
        Fill(25);

        var answer = await _harness.HandleAsync(Sweep, Long);

        Assert.Equal(1, answer.SweepsCompleted);
        Assert.Equal(25, answer.Groups.Count(group => group.Outcome == GuardOutcome.Reverted));
        Assert.All(_harness.Ec2.Groups.Values, group => Assert.Empty(group.Rules));
        Assert.Equal(3, _harness.Ec2.Calls.Where(call => call.StartsWith("List", StringComparison.Ordinal)).Distinct().Count());
        Assert.Empty(_queue.Messages);
    }

    [Fact]
    public async Task A_sweep_makes_fewer_than_half_the_calls_that_ec2_grants_an_account()
    {
        Fill(50);
        var times = new List<(string Call, DateTimeOffset At)>();
        _harness.Ec2.OnCall = call => times.Add((call, _harness.Time.GetUtcNow()));

        await _harness.HandleAsync(Sweep, Long);

        var (reads, changes) = (
            times.Where(call => call.Call is "Read" or "List").ToList(), times.Where(call => call.Call == "Revoke").ToList());
        Assert.Equal((105, 50), (reads.Count, changes.Count)); // five pages; each group before and after its change
        // a read and a page are two calls each
        Assert.All(reads, start =>
            Assert.InRange(2 * reads.Count(call => call.At >= start.At && call.At < start.At + TimeSpan.FromSeconds(10)), 1, 100));
        Assert.All(changes, start =>
            Assert.InRange(changes.Count(call => call.At >= start.At && call.At < start.At + TimeSpan.FromSeconds(10)), 1, 25));
    }

    [Fact]
    public async Task A_sweep_without_time_continues_where_it_stopped_and_sees_every_group_once()
    {
        Fill(95, "ingress tcp/22 from 10.0.0.0/8"); // default groups hold no rule
        var first = await _harness.HandleAsync(Batch(Sweep), Short);

        Assert.Equal((0, 0), (first.SweepsCompleted, first.FailedMessageIds.Length));
        Assert.StartsWith(
            """{"sgwatch":"sweep","account":"111122223333","region":"eu-west-1",""", _queue.Messages.Peek().Body, StringComparison.Ordinal);
        var (completed, hops) = (0, 0);
        while (_queue.Messages.TryDequeue(out var message))
        {
            completed += (await _harness.HandleAsync(Batch(message.Body), Short)).SweepsCompleted;
            Assert.InRange(++hops, 1, 200);
        }

        Assert.Equal(1, completed);
        Assert.InRange(hops, 2, 200);
        Assert.All(_harness.Ec2.Groups.Values, group => Assert.Empty(group.Rules));
        Assert.Equal(95, _harness.Mail.Count);
        Assert.Equal(95, _harness.Ec2.Calls.Count(call => call.StartsWith("Revoke", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_sweep_without_time_and_without_a_queue_fails_to_be_tried_again()
    {
        var harness = new GuardHarness(options: new() { MaxGroupsAtOnce = 1 });
        harness.Ec2.PageSize = 10;
        Fill(95, harness: harness);

        var answer = await harness.HandleAsync(Batch(Sweep), Short);

        Assert.Equal(["m1"], answer.FailedMessageIds);
        Assert.Equal(0, answer.SweepsCompleted);
    }

    [Fact]
    public async Task A_continuation_that_cannot_be_sent_makes_the_sweep_fail()
    {
        Fill(95);
        _queue.Failures = 100;

        Assert.Equal(["m1"], (await _harness.HandleAsync(Batch(Sweep), Short)).FailedMessageIds);
    }

    [Fact]
    public async Task A_token_that_ec2_no_longer_knows_begins_the_sweep_anew()
    {
        Fill(15);

        var answer = await _harness.HandleAsync("""{"sgwatch":"sweep","continueAt":"10"}""", Long);

        Assert.Equal(1, answer.SweepsCompleted);
        Assert.All(_harness.Ec2.Groups.Values, group => Assert.Empty(group.Rules));
    }

    [Fact]
    public async Task A_sweep_begins_anew_only_so_often()
    {
        Fill(15);

        var answer = await _harness.HandleAsync(Batch("""{"sgwatch":"sweep","continueAt":"10","restarts":2}"""), Long);

        Assert.Equal((GuardOutcome.Failed, 0), (answer.Outcome, answer.SweepsCompleted));
        Assert.Empty(answer.FailedMessageIds); // another try would end the same way
    }

    [Fact]
    public async Task A_sweep_that_does_not_end_is_given_up()
    {
        Fill(95);

        var answer = await _harness.HandleAsync("""{"sgwatch":"sweep","hops":1000}""", Short);

        Assert.Equal(GuardOutcome.Failed, answer.Outcome);
        Assert.Empty(_queue.Messages);
    }

    [Fact]
    public async Task A_group_that_cannot_be_closed_yet_is_looked_at_by_a_message_of_its_own()
    {
        Fill(3);
        _harness.Ec2.FailNext("Revoke", CallFailureKind.Transient, times: 80);

        var answer = await _harness.HandleAsync(Batch(Sweep), Long);

        Assert.Empty(answer.FailedMessageIds); // the sweep itself is done
        Assert.Equal(
            """{"sgwatch":"look","account":"111122223333","region":"eu-west-1","groups":["sg-00000000000000000","sg-00000000000000001"]}""",
            Assert.Single(_queue.Messages).Body);
        await _harness.HandleAsync(_queue.Messages.Dequeue().Body, Long);
        Assert.All(_harness.Ec2.Groups.Values, group => Assert.Empty(group.Rules));
    }

    [Fact]
    public async Task A_group_that_cannot_be_closed_yet_is_not_forgotten_by_a_sweep_that_continues()
    {
        var harness = new GuardHarness(options: new() { MaxGroupsAtOnce = 1, MaxTries = 1 }, continuations: _queue);
        harness.Ec2.PageSize = 10;
        Fill(95, harness: harness);
        harness.Ec2.FailNext("Revoke", CallFailureKind.Transient, times: 6); // one for each round

        var answer = await harness.HandleAsync(Batch(Sweep), Short);

        Assert.Empty(answer.FailedMessageIds);
        Assert.Equal(2, _queue.Messages.Count);
        Assert.Contains(
            """look","account":"111122223333","region":"eu-west-1","groups":["sg-00000000000000000"]""",
            _queue.Messages.Dequeue().Body, StringComparison.Ordinal);
        Assert.Contains("continueAt", _queue.Messages.Dequeue().Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_that_an_event_of_the_same_batch_names_is_judged_once()
    {
        Fill(3);
        var group = _harness.Ec2.Groups.Values.First();

        var answer = await _harness.HandleAsync(Batch(Authorized(group), Sweep, """{"sgwatch":"sweep"}"""), Long);

        Assert.Equal(2, answer.SweepsCompleted);
        Assert.Equal(3, _harness.Mail.Count);
        Assert.Equal(3, _harness.Ec2.Calls.Count(call => call.StartsWith("Revoke", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Two_sweeps_of_one_region_at_once_are_harmless()
    {
        Fill(20);

        var answers = await Task.WhenAll(_harness.HandleAsync(Sweep, Long), _harness.HandleAsync(Sweep, Long));

        Assert.All(answers, answer => Assert.Equal(1, answer.SweepsCompleted));
        Assert.All(_harness.Ec2.Groups.Values, group => Assert.Empty(group.Rules));
    }

    [Theory]
    [InlineData(false, "egress any to 0.0.0.0/0", "ingress tcp/22 from pl-1")]
    [InlineData(false, "egress tcp/25 to pl-1")]
    [InlineData(true, "egress any to 0.0.0.0/0", "ingress tcp/22 from pl-1")] // the server doesn't know the filter
    [InlineData(true, "egress tcp/25 to pl-1")]
    public async Task A_prefix_list_made_wider_closes_the_groups_that_use_it(bool isFilterUnknown, params string[] rules)
    {
        Put(SampleGroups.Web(rules) with { GroupId = "sg-0000000000000000a" });
        Put(SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0", "ingress tcp/22 from pl-2") with { GroupId = "sg-0000000000000000b" });
        _harness.Ec2.PutPrefixList("pl-1", "0.0.0.0/0");
        if (isFilterUnknown)
        {
            _harness.Ec2.FailNext("List", CallFailureKind.Transient, times: 2);
        }

        var answer = await _harness.HandleAsync(Modified("AddEntry"));

        Assert.Equal(GuardOutcome.Reverted, answer.Outcome);
        Assert.DoesNotContain(_harness.Ec2.Groups["sg-0000000000000000a"].Rules, rule => rule.Peer is Peer.PrefixList);
        Assert.Equal(2, _harness.Ec2.Groups["sg-0000000000000000b"].Rules.Length); // it doesn't use the list: its rules aren't new
        Assert.Equal(isFilterUnknown ? 3 : 2, _harness.Ec2.Calls.Count(call => call.StartsWith("List", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_prefix_list_made_narrower_leaves_old_rules_alone()
    {
        Put(SampleGroups.Web("ingress tcp/22 from pl-1"));
        _harness.Ec2.PutPrefixList("pl-1", "0.0.0.0/1");

        Assert.Equal(GuardOutcome.Compliant, (await _harness.HandleAsync(Modified("RemoveEntry"))).Outcome);
        Assert.Single(_harness.Ec2.Groups.Values.Single().Rules);
    }

    private static string Modified(string change) => $$"""
        {"eventSource":"ec2.amazonaws.com","eventName":"ModifyManagedPrefixList",
         "awsRegion":"eu-west-1","recipientAccountId":"111122223333",
         "requestParameters":{"ModifyManagedPrefixListRequest":{"PrefixListId":"pl-1","CurrentVersion":1,
           "{{change}}":{"Cidr":"203.0.113.0/24","tag":1} } } }
        """;

    private void Put(SecurityGroup group) => _harness.Ec2.Put(group);

    private void Fill(int count, string rule = "egress any to 0.0.0.0/0", GuardHarness? harness = null)
    {
        for (var i = 0; i < count; i++)
        {
            (harness ?? _harness).Ec2.Put(SampleGroups.Default(rule) with { GroupId = $"sg-{i:x17}" });
        }
    }
}
