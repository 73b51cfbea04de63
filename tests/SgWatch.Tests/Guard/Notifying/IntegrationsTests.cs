using System.Text;
using SgWatch.Calls;
using SgWatch.Guard;
using SgWatch.Guard.PolicySources;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;
using SgWatch.Policies;
using SgWatch.Rules;
using static SgWatch.Tests.Guard.GuardHarness;

namespace SgWatch.Tests.Guard.Notifying;

/// <summary>Integrations are notified beside people, and whatever they do holds up neither people nor the guard.</summary>
public sealed class IntegrationsTests
{
    private readonly GuardHarness _harness = new();
    private readonly SecurityGroup _group = SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0");

    [Fact]
    public async Task Each_is_notified_of_an_incident_once()
    {
        var (bus, hub) = (new Machine(), new Machine());
        var guard = Guard(BuiltInPolicy.Instance, bus, hub);

        await OpenAsync(guard);
        await HandleAsync(guard, Authorized(_group, "sgr-1"));

        Assert.Equal("sgwatch.incident", Assert.Single(bus.Notified).Kind);
        Assert.Equal(_harness.Incidents.Single().Id, Assert.Single(hub.Notified).Incident!.Id);
        Assert.Single(_harness.Mail);
    }

    [Theory]
    [InlineData(CallFailureKind.Transient)]
    [InlineData(CallFailureKind.Refused)]
    public async Task One_that_fails_holds_up_nobody_and_is_notified_with_the_next_event(CallFailureKind kind)
    {
        var (broken, whole) = (new Machine { Failure = new(kind, "PutEvents", "Broken", "made by the test") }, new Machine());
        var guard = Guard(BuiltInPolicy.Instance, broken, whole);

        var answer = await OpenAsync(guard);

        Assert.Equal((GuardOutcome.Reverted, false), (answer.Outcome, answer.MustRetry));
        Assert.Equal(("PutEvents", "Broken"), (answer.IntegrationFailure!.Operation, answer.IntegrationFailure.Code));
        Assert.Empty(_harness.Ec2.Groups[_group.GroupId].Rules);
        Assert.Equal((1, 1, 0), (_harness.Mail.Count, whole.Notified.Count, broken.Notified.Count));

        broken.Failure = null;
        Assert.Null((await HandleAsync(guard, """{"sgwatch":"sweep"}""")).IntegrationFailure);
        Assert.Equal((1, 1, 1), (_harness.Mail.Count, whole.Notified.Count, broken.Notified.Count));
    }

    [Fact]
    public async Task What_one_rejects_for_what_it_is_is_reported_and_not_tried_for_ever()
    {
        var machine = new Machine { Failure = new(CallFailureKind.Rejected, "BatchImportFindings", "InvalidInput", "made by the test") };
        var guard = Guard(BuiltInPolicy.Instance, machine);

        Assert.Equal("InvalidInput", (await OpenAsync(guard)).IntegrationFailure!.Code);
        machine.Failure = null;
        Assert.Null((await HandleAsync(guard, """{"sgwatch":"sweep"}""")).IntegrationFailure);

        Assert.Empty(machine.Notified);
    }

    [Fact]
    public async Task A_fault_of_its_own_is_an_error_and_no_more()
    {
        var guard = Guard(BuiltInPolicy.Instance, new Machine { Fault = new InvalidOperationException("a fault") });

        var answer = await OpenAsync(guard);

        Assert.Equal(GuardOutcome.Reverted, answer.Outcome);
        Assert.Equal(("InvalidOperationException", "a fault"), (answer.IntegrationFailure!.Code, answer.IntegrationFailure.Message));
        Assert.Single(_harness.Mail);
    }

    [Fact] // what people are spared, integrations get
    public async Task Of_a_fight_they_get_every_incident_and_the_fight_besides()
    {
        var machine = new Machine();
        var guard = Guard(BuiltInPolicy.Instance with { Limits = new(ChangesPerHour: 100, FightsAfter: 3) }, machine);

        for (var i = 0; i < 5; i++)
        {
            await OpenAsync(guard);
        }

        Assert.Equal(5, machine.Notified.Count(sent => sent.Kind == "sgwatch.incident"));
        Assert.Equal("sgwatch.fight", Assert.Single(machine.Notified, sent => sent.Kind != "sgwatch.incident").Kind);
        Assert.Equal(3, _harness.Mail.Count);
    }

    [Fact]
    public async Task A_group_is_closed_before_messages_of_earlier_events_are_sent()
    {
        var machine = new Machine { Failure = new(CallFailureKind.Transient, "PutEvents", "Broken", "made by the test") };
        var guard = Guard(BuiltInPolicy.Instance, machine);
        await OpenAsync(guard);

        var never = new TaskCompletionSource();
        machine.Until = never.Task;
        var handled = OpenAsync(guard);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (_harness.Ec2.Groups[_group.GroupId].Rules.Length > 0)
        {
            Assert.False(handled.IsCompleted);
            await Task.Delay(5, limit.Token);
        }

        never.SetResult();
        Assert.Equal(GuardOutcome.Reverted, (await handled).Outcome);
    }

    private SecurityGroupGuard Guard(Policy policy, params INotifier[] integrations) =>
        new(_harness.Ec2, _harness, _harness, new FixedPolicy(policy), new(), _harness.Time, new Random(1))
        {
            Integrations = new(integrations)
        };

    private Task<GuardResponse> OpenAsync(SecurityGroupGuard guard)
    {
        _harness.Ec2.Put(_group);
        _harness.Time.Move(TimeSpan.FromMinutes(1));
        return HandleAsync(guard,
            Authorized(_group, "sgr-1").Replace("11111111-2222", $"{_harness.Time.GetUtcNow():HHmmss}11-2222", StringComparison.Ordinal));
    }

    private Task<GuardResponse> HandleAsync(SecurityGroupGuard guard, string message) =>
        guard.HandleAsync(Encoding.UTF8.GetBytes(message), _harness.Time.GetUtcNow() + TimeSpan.FromMinutes(1), CancellationToken.None);

    private sealed class Machine : INotifier
    {
        public List<Notification> Notified { get; } = [];

        public CallFailure? Failure { get; set; }

        public Exception? Fault { get; init; }

        public Task Until { get; set; } = Task.CompletedTask;

        public async Task<CallResult<Done>> SendAsync(Notification notification, CancellationToken cancellationToken)
        {
            await Until.WaitAsync(cancellationToken);
            if (Fault is not null)
            {
                throw Fault;
            }
            if (Failure is not null)
            {
                return Failure;
            }
            Notified.Add(notification);
            return default(Done);
        }
    }
}
