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
using static SgWatch.Tests.Guard.GuardHarness;

namespace SgWatch.Tests.Guard.Recording;

/// <summary>Calls that did their work and whose answers are lost: the guard sends them again.</summary>
public sealed class LostAnswersTests
{
    private readonly GuardHarness _harness = new();
    private readonly IIncidentRecord _record;
    private readonly ICounters _counters;
    private int _begins;

    public LostAnswersTests() => (_record, _counters) = (new MemoryIncidentRecord(_harness.Time), new MemoryCounters(_harness.Time));

    [Fact]
    public async Task Whichever_is_lost_the_group_is_closed_and_people_are_notified_once()
    {
        for (var step = 0; ; step++)
        {
            var test = new LostAnswersTests();
            var (answer, lost) = await test.CloseAsync(limit: 1, step);

            Assert.True(answer.Outcome == GuardOutcome.Reverted && !answer.MustRetry, $"{lost}: {answer.Outcome}");
            Assert.True(test._harness.Ec2.Groups.Values.Single().Rules.IsEmpty, lost);
            // SNS takes a message twice
            Assert.True(test._harness.Mail.Count == (lost == "after Send" ? 2 : 1), $"{lost}: {test._harness.Mail.Count} messages");
            Assert.True(await test.EntryAsync() is { Guards: 1, Notified: IncidentOutcome.Reverted, Incident.Revoked.Length: 1 },
                $"{lost}: {await test.EntryAsync()}");
            if (lost == "")
            {
                Assert.True(step > 8, "the guard has more steps than that");
                return;
            }
        }
    }

    [Fact]
    public async Task Whichever_is_lost_people_are_notified_once_that_the_limit_is_reached()
    {
        for (var step = 0; ; step++)
        {
            var test = new LostAnswersTests();
            var (answer, lost) = await test.CloseAsync(limit: 0, step);

            Assert.True(answer.Outcome == GuardOutcome.Alerted, $"{lost}: {answer.Outcome}");
            var said = test._harness.Mail.Count(mail => mail.Subject.Contains("limit of 0 changes", StringComparison.Ordinal));
            Assert.True(said == 1 || (said == 2 && lost == "after Send"), $"{lost}: {said} messages");
            Assert.Equal(["asked"], Assert.IsType<CallResult<ImmutableArray<string>>.Ok>(await test._counters.AddToSetAsync(
                "changes/111122223333/eu-west-1/Made/0", "asked", TestContext.Current.CancellationToken)).Value);
            if (lost == "")
            {
                return;
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_somebody_else_took_away_is_not_claimed_where_the_begin_was_sent_twice(bool isLost)
    {
        var answer = await CloseAsync(limit: 1, at =>
        {
            if (at == "before Revoke")
            {
                _harness.Ec2.Remove(_harness.Ec2.Groups.Keys.Single(), "sgr-1");
            }
            return isLost && at == "after Begin" && _begins++ == 0 ? throw new IOException("the answer is lost") : Task.CompletedTask;
        });

        Assert.Equal(GuardOutcome.Compliant, answer.Outcome);
        Assert.Empty(_harness.Mail);
        Assert.Null(await EntryAsync());
    }

    private async Task<(GuardResponse Answer, string Lost)> CloseAsync(int limit, int lostStep)
    {
        var (steps, lost) = (0, "");
        var answer = await CloseAsync(limit, at =>
        {
            if (at.StartsWith("after", StringComparison.Ordinal) && steps++ == lostStep)
            {
                lost = at;
                throw new IOException("the answer is lost");
            }
            return Task.CompletedTask;
        });
        return (answer, lost);
    }

    private Task<GuardResponse> CloseAsync(int limit, Func<string, Task> hook)
    {
        var group = SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0");
        _harness.Ec2.Put(group);
        var ports = new HookedPorts(_harness.Ec2.OwnGroups, _harness, _record, _counters, hook);
        var policy = new FixedPolicy(BuiltInPolicy.Instance with { Limits = new(ChangesPerHour: limit, FightsAfter: 3) });
        return new SecurityGroupGuard(
            ports, ports, _harness, policy, new(), _harness.Time, new Random(1))
        { Record = ports, Counters = ports }.HandleAsync(
            Encoding.UTF8.GetBytes(Authorized(group, "sgr-1")), _harness.Time.GetUtcNow() + TimeSpan.FromMinutes(
                1), TestContext.Current.CancellationToken);
    }

    private async Task<IncidentEntry?> EntryAsync() => ((CallResult<ImmutableArray<IncidentEntry>>.Ok)await _record.DayAsync(
        new(2026, 8, 1), isUnnotified: false, 10, TestContext.Current.CancellationToken)).Value.SingleOrDefault();
}
