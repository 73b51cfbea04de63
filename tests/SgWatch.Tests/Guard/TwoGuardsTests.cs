using System.Collections.Immutable;
using System.Text;
using SgWatch.Calls;
using SgWatch.Guard;
using SgWatch.Guard.Limiting;
using SgWatch.Guard.PolicySources;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Recording;
using SgWatch.Incidents;
using SgWatch.Policies;
using SgWatch.Policies.Reading;
using SgWatch.Tests.Guard.Recording;
using static SgWatch.Tests.Guard.GuardHarness;

namespace SgWatch.Tests.Guard;

/// <summary>Two guards at once on one group, and a guard that dies at every step of the way.</summary>
public sealed class TwoGuardsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private const string Narrowing = OfficeOnly + """
          - name: quiet
            judge: state
            forbid: [{ egress: any }]
        """;

    public static TheoryData<string> Cases => ["one rule", "two directions", "narrowed"];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Two_guards_started_from_one_event_leave_one_incident_and_one_message_in_whatever_order_they_go(string name)
    {
        for (var seed = 1; seed <= Laws.Scaled(500); seed++)
        {
            var (story, opened) = Story(name);
            var turns = new Turns(2, new Random(seed));
            var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
            {
                var guard = story.Start(_ => turns.NextAsync());
                await turns.NextAsync();
                var answer = await guard.HandleAsync(
                    Encoding.UTF8.GetBytes(opened), story.Time.GetUtcNow() + Limit, TestContext.Current.CancellationToken);
                turns.Leave();
                return answer;
            }));

            Assert.All(answers, answer =>
                Assert.True(answer is { MustRetry: false, Outcome: GuardOutcome.Reverted or GuardOutcome.Compliant },
                    $"seed {seed}: {answer.Outcome}"));
            story.CheckEnd($"seed {seed}", maxMail: 1);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_guard_that_dies_at_any_step_leaves_what_the_message_handed_over_again_brings_to_its_end(string name)
    {
        for (var step = 0; ; step++)
        {
            var (story, opened) = Story(name);
            var steps = 0;
            var last = "";
            var died = false;
            try
            {
                await story.Start(at =>
                {
                    last = at;
                    return steps++ == step ? throw new OperationCanceledException() : Task.CompletedTask;
                }).HandleAsync(Encoding.UTF8.GetBytes(
                    Again(opened, 1)), story.Time.GetUtcNow() + Limit, TestContext.Current.CancellationToken);
            }
            catch (OperationCanceledException)
            {
                died = true;
            }
            story.Time.Move(Limit * 2);
            var answer = await story.Start(_ => Task.CompletedTask).HandleAsync(
                Encoding.UTF8.GetBytes(Again(opened, 2)), story.Time.GetUtcNow() + Limit, TestContext.Current.CancellationToken);

            Assert.Empty(answer.FailedMessageIds);
            // between the message and the note that it was sent nobody can tell which it was: then it is sent again
            story.CheckEnd($"died {last}, step {step}", maxMail: last is "after Send" or "before Notified" ? 2 : 1);
            if (!died)
            {
                Assert.True(step > 10, "the guard has more steps than that");
                return;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_a_dead_guard_left_is_brought_to_its_end_by_the_next_sweep_too(string name)
    {
        for (var step = 0; ; step++)
        {
            var (story, opened) = Story(name);
            var (steps, last, begun, died) = (0, "", false, false);
            try
            {
                await story.Start(at =>
                {
                    last = at;
                    begun |= at == "after Begin";
                    return steps++ == step ? throw new OperationCanceledException() : Task.CompletedTask;
                }).HandleAsync(Encoding.UTF8.GetBytes(opened), story.Time.GetUtcNow() + Limit, TestContext.Current.CancellationToken);
            }
            catch (OperationCanceledException)
            {
                died = true;
            }
            story.Time.Move(Limit * 2);
            await story.Start(_ => Task.CompletedTask).HandleAsync(
                Encoding.UTF8.GetBytes("""{"sgwatch":"sweep"}"""), story.Time.GetUtcNow() + Limit, TestContext.Current.CancellationToken);
            if (begun) // before that nothing but the event knows of it
            {
                story.CheckEnd($"died {last}, step {step}", maxMail: last is "after Send" or "before Notified" ? 2 : 1);
            }
            if (!died)
            {
                return;
            }
        }
    }

    [Fact] // the cost of the record to a group that complies is none
    public async Task A_compliant_event_touches_no_record()
    {
        var (story, _) = Story("one rule");
        var calls = new List<string>();
        var group = SampleGroups.Web("ingress tcp/22 from 10.0.0.0/8");
        story.Ec2.Put(group);

        await story.Start(at =>
        {
            calls.Add(at);
            return Task.CompletedTask;
        }).HandleAsync(Encoding.UTF8.GetBytes(
            Authorized(group, "sgr-1")), story.Time.GetUtcNow() + Limit, TestContext.Current.CancellationToken);

        Assert.Equal(["before Read", "after Read"], calls);
    }

    [Fact]
    public async Task A_record_that_fails_keeps_no_group_open_and_people_are_notified()
    {
        var (story, opened) = Story("one rule");
        var answer = await new SecurityGroupGuard(
            story.Ec2, story, story, new FixedPolicy(BuiltInPolicy.Instance), new(), story.Time, new Random(1))
        {
            Record = new BrokenRecord(),
        }.HandleAsync(Encoding.UTF8.GetBytes(opened), story.Time.GetUtcNow() + Limit, TestContext.Current.CancellationToken);

        Assert.Equal((GuardOutcome.Reverted, "AccessDeniedException"), (answer.Outcome, answer.RecordFailure?.Code));
        Assert.Single(story.Mail);
        Assert.Empty(story.Ec2.Groups.Values.Single().Rules);
    }

    private static string Again(string opened, int receiveCount) => Batch(opened).Replace(
        "\"messageId\":\"m1\"",
        $"\"messageId\":\"m1\",\"attributes\":{{\"ApproximateReceiveCount\":\"{receiveCount}\"}}", StringComparison.Ordinal);

    private static (StoryOfOne Story, string Opened) Story(string name)
    {
        var group = name switch
        {
            "one rule" => SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0"),
            "two directions" => SampleGroups.Default("ingress tcp/22 from 0.0.0.0/0", "egress any to 0.0.0.0/0", "egress any to ::/0"),
            _ => SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0", "egress any to 0.0.0.0/0"),
        };
        var policy = name == "narrowed"
            ? ((PolicyReadResult.Accepted)PolicyReader.Read("test", Narrowing)).Policy
            : BuiltInPolicy.Instance;
        var story = new StoryOfOne(policy, name == "narrowed" ? ["ingress tcp/22 from 203.0.113.0/24"] : []);
        story.Ec2.Put(group);
        return (story, Authorized(group, "sgr-1"));
    }

    /// <summary>One group, and everything that outlives a guard: EC2, the record, the mail and the log.</summary>
    private sealed class StoryOfOne(Policy policy, ImmutableArray<string> rulesAtTheEnd) : INotifier, IIncidentLog
    {
        private readonly List<Incident> _log = [];
        private int _started; // each guard has a chance of its own

        public LabEc2 Ec2 { get; } = new();

        public SkippingTime Time { get; } = new(new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero));

        public List<Notification> Mail { get; } = [];

        private IIncidentRecord Record => field ??= new MemoryIncidentRecord(Time);

        private ICounters Counters => field ??= new MemoryCounters(Time);

        public SecurityGroupGuard Start(Func<string, Task> hook)
        {
            var ports = new HookedPorts(Ec2.OwnGroups, this, Record, Counters, hook);
            return new(ports, ports, this, new FixedPolicy(policy), new(), Time, new Random(++_started))
            {
                Record = ports,
                Counters = ports
            };
        }

        public void CheckEnd(string seed, int maxMail)
        {
            var group = Ec2.Groups.Values.Single();
            Assert.True(rulesAtTheEnd.SequenceEqual(group.Rules.Select(rule => rule.ToString())),
                $"{seed}: {string.Join(", ", group.Rules)}");
            Assert.True(Mail.Count >= 1 && Mail.Count <= maxMail, $"{seed}: {Mail.Count} messages");
            var kept = ((CallResult<ImmutableArray<IncidentEntry>>.Ok)Record.DayAsync(new(2026, 8, 1), false, 10, default).Result).Value;
            Assert.True(kept is [{ Incident.Outcome: IncidentOutcome.Reverted, Notified: IncidentOutcome.Reverted }],
                $"{seed}: {string.Join("; ", kept)}");
            var incident = kept[0].Incident;
            Assert.True(incident.Revoked.Length == incident.Planned.Revoke.Length,
                $"{seed}: revoked {string.Join(", ", incident.Revoked)}");
            Assert.True(incident.Authorized.Length == incident.Planned.Authorize.Length,
                $"{seed}: added {string.Join(", ", incident.Authorized)}");
            Assert.All(incident.Authorized, rule => Assert.NotNull(rule.SecurityGroupRuleId));
        }

        Task<CallResult<Done>> INotifier.SendAsync(Notification notification, CancellationToken cancellationToken)
        {
            lock (Mail)
            {
                Mail.Add(notification);
            }
            return Task.FromResult<CallResult<Done>>(default(Done));
        }

        Task IIncidentLog.RecordAsync(Incident incident, string? requestId, CancellationToken cancellationToken)
        {
            lock (_log)
            {
                _log.Add(incident);
            }
            return Task.CompletedTask;
        }
    }
}
