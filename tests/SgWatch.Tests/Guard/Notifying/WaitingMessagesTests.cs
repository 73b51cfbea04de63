using SgWatch.Calls;
using SgWatch.Guard.Limiting;
using SgWatch.Guard.Logging;
using SgWatch.Guard.Notifying;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Recording;
using SgWatch.Guard.Retrying;
using SgWatch.Incidents;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Tests.Guard.Recording;

namespace SgWatch.Tests.Guard.Notifying;

/// <summary>A message that couldn't be sent waits in its process. Whoever resumes its incident meanwhile, people get it once.</summary>
public sealed class WaitingMessagesTests : IDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private readonly SkippingTime _time = new(new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly MemoryIncidentRecord _record;
    private readonly IncidentsToRecord _toRecord = new();
    private readonly Topic _topic = new();
    private readonly CancellationTokenSource _cancel = new(TimeSpan.FromMinutes(1));
    private int _seed;

    public WaitingMessagesTests() => _record = new(_time);

    public void Dispose() => _cancel.Dispose();

    [Fact] // before, the process sent the message that waited beside that of the incident which it resumed
    public async Task A_process_that_resumes_the_incident_of_a_message_that_waits_in_it_sends_it_once()
    {
        var outbox = new Outbox(_topic);
        _topic.IsDown = true;
        await Dispatcher(outbox).NotifyAsync(Closed(), _cancel.Token);
        _time.Move(Lease * 2);
        _topic.IsDown = false;

        await Dispatcher(outbox).NotifyAsync(Closed(), _cancel.Token);
        await Dispatcher(outbox).NotifyAsync((Notification?)null, _cancel.Token);

        Assert.Equal(1, _topic.Sent);
    }

    [Fact] // before, each of the two saw that people weren't notified yet
    public async Task A_message_that_waits_is_not_sent_while_another_process_resumes_its_incident()
    {
        var outbox = new Outbox(_topic);
        _topic.IsDown = true;
        await Dispatcher(outbox).NotifyAsync(Closed(), _cancel.Token);
        _time.Move(Lease * 2);
        _topic.IsDown = false;
        _topic.WhileSending = () => Dispatcher(outbox).NotifyAsync((Notification?)null, _cancel.Token);

        await Dispatcher(new(_topic)).NotifyAsync(Closed(), _cancel.Token);

        Assert.Equal(1, _topic.Sent);
    }

    [Fact]
    public async Task A_message_that_waits_is_sent_by_its_own_process_at_once()
    {
        var outbox = new Outbox(_topic);
        _topic.IsDown = true;
        await Dispatcher(outbox).NotifyAsync(Closed(), _cancel.Token);
        _topic.IsDown = false;

        await Dispatcher(outbox).NotifyAsync((Notification?)null, _cancel.Token);

        Assert.Equal(1, _topic.Sent);
    }

    [Fact] // before, such a change never entered the record
    public async Task What_ended_while_the_record_was_away_is_recorded_later_and_nobody_is_notified_again()
    {
        await Dispatcher(new(_topic), new BrokenRecord()).NotifyAsync(Closed(), _cancel.Token);

        await RecorderOf(_record).CatchUpAsync(_cancel.Token);

        var day = await _record.DayAsync(DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime), isUnnotified: false, 10, _cancel.Token);
        Assert.True(day.TryGet(out var entries, out _));
        Assert.Equal((IncidentOutcome.Reverted, IncidentOutcome.Reverted), (entries[0].Incident.Outcome, entries[0].Notified));
        Assert.Equal(1, _topic.Sent);
    }

    private static Incident Closed()
    {
        var group = new SecurityGroup("sg-1", "web")
        {
            Rules = [RuleText.Parse("ingress tcp/22 from 0.0.0.0/0") with { SecurityGroupRuleId = "sgr-1" }],
        };
        return new("inc-1", IncidentOutcome.Reverted, group)
        {
            Revoked = group.Rules,
            StartedAt = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero),
            EndedAt = new(2026, 8, 1, 12, 0, 1, TimeSpan.Zero),
        };
    }

    private Retry Retry => new(new() { MaxTries = 2 }, _time, new Random(++_seed), _time.GetUtcNow() + Lease);

    private IncidentRecorder RecorderOf(IIncidentRecord record) => new(record, Retry, _toRecord, _time.GetUtcNow() + Lease);

    private NotificationDispatcher Dispatcher(Outbox outbox, IIncidentRecord? record = null) => new(
        new(new GuardHarness(), outbox, new([]), new(_time)),
        RecorderOf(record ?? _record),
        new(new MemoryCounters(_time), BuiltInPolicy.Instance.Limits, Retry),
        Retry,
        new InvocationSteps(null, null));

    private sealed class Topic : INotifier
    {
        public bool IsDown { get; set; }

        public int Sent { get; private set; }

        public Func<Task>? WhileSending { get; set; }

        public async Task<CallResult<Done>> SendAsync(Notification notification, CancellationToken cancellationToken)
        {
            if (IsDown)
            {
                return new CallFailure(CallFailureKind.Transient, "Publish", "ServiceUnavailable", "made by the test");
            }
            Sent++;
            if (WhileSending is { } other)
            {
                WhileSending = null;
                await other();
            }
            return default(Done);
        }
    }
}
