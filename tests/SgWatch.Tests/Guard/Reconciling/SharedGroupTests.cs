using System.Text;
using SgWatch.Calls;
using SgWatch.Guard;
using SgWatch.Guard.Limiting;
using SgWatch.Guard.PolicySources;
using SgWatch.Guard.Recording;
using SgWatch.Incidents;
using SgWatch.Policies;
using SgWatch.Tests.Guard.Logging;
using static SgWatch.Tests.Guard.GuardHarness;

namespace SgWatch.Tests.Guard.Reconciling;

/// <summary>AWS RAM shares groups, so an account's listing has groups that only another account may change.</summary>
public sealed class SharedGroupTests
{
    private const string Sweep = """{"sgwatch":"sweep"}""";
    private const string OwnSweep = """{"sgwatch":"sweep","account":"111122223333","region":"eu-west-1"}""";
    private const string Owner = "444455556666";

    private readonly GuardHarness _harness = new();
    private readonly FakeStepLog _steps = new();
    private readonly MemoryIncidentRecord _record;
    private readonly MemoryCounters _counters;

    public SharedGroupTests() => (_record, _counters) = (new(_harness.Time), new(_harness.Time));

    [Theory]
    [InlineData(Sweep)]
    [InlineData(OwnSweep)]
    public async Task A_group_of_another_account_is_left_alone_and_told_once(string message)
    {
        _harness.Ec2.PutShared(SampleGroups.Default("egress any to 0.0.0.0/0") with { OwnerId = Owner });

        for (var day = 0; day < 5; day++)
        {
            var response = await HandleAsync(message); // each time by a new process
            Assert.True(response is { Outcome: GuardOutcome.Alerted, MustRetry: false }, $"{response.Outcome}");
            _harness.Time.Move(TimeSpan.FromHours(25));
        }

        Assert.DoesNotContain(_harness.Ec2.Calls, call => call.StartsWith("Revoke", StringComparison.Ordinal));
        var mail = Assert.Single(_harness.Mail);
        Assert.StartsWith("SgWatch alert:", mail.Subject, StringComparison.Ordinal);
        Assert.Contains($"belongs to account {Owner}", mail.Text, StringComparison.Ordinal);
        Assert.Equal(5, _steps.Steps.Count(step => step.Name == "left-alone" && step.Text("owner") == Owner));
    }

    [Fact]
    public async Task A_shared_group_that_complies_is_no_news()
    {
        _harness.Ec2.PutShared(SampleGroups.Default() with { OwnerId = Owner });

        Assert.NotEqual(GuardOutcome.Alerted, (await HandleAsync(Sweep)).Outcome);
        Assert.Empty(_harness.Mail);
    }

    [Fact]
    public async Task Its_owners_event_closes_it_as_ever()
    {
        var group = SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0") with { OwnerId = Owner };
        _harness.Ec2.Put(group);

        var response = await HandleAsync(Authorized(group, "sgr-1").Replace("111122223333", Owner, StringComparison.Ordinal));

        Assert.Equal(GuardOutcome.Reverted, response.Outcome);
    }

    [Fact]
    public async Task A_failure_that_lasts_notifies_once_and_then_daily()
    {
        _harness.Ec2.Put(SampleGroups.Default("egress any to 0.0.0.0/0"));
        _harness.Ec2.FailNext("Revoke", CallFailureKind.Refused, times: 1000);

        for (var hour = 0; hour < 48; hour++)
        {
            Assert.Equal(GuardOutcome.Failed, (await HandleAsync(Sweep)).Outcome);
            _harness.Time.Move(TimeSpan.FromHours(1));
        }

        Assert.InRange(_harness.Mail.Count, 2, 3);
        Assert.All(_harness.Mail, mail => Assert.Contains("FAILED", mail.Subject, StringComparison.Ordinal));
        Assert.Empty(Unnotified());
    }

    [Fact]
    public async Task Another_opening_that_fails_the_same_way_notifies_at_once()
    {
        var group = SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0", "ingress tcp/23 from 0.0.0.0/0");
        _harness.Ec2.Put(group);
        _harness.Ec2.FailNext("Revoke", CallFailureKind.Refused, times: 1000);

        await HandleAsync(Authorized(group, "sgr-1"));
        await HandleAsync(Authorized(group, "sgr-2").Replace("11111111", "22222222", StringComparison.Ordinal));

        Assert.Equal(2, _harness.Mail.Count);
    }

    [Fact] // the counter was asked before the message was lost
    public async Task A_lasting_failure_whose_message_was_lost_notifies_with_the_next_sweep()
    {
        _harness.Ec2.Put(SampleGroups.Default("egress any to 0.0.0.0/0"));
        _harness.Ec2.FailNext("Revoke", CallFailureKind.Refused, times: 1000);
        _harness.FailSending(CallFailureKind.Refused, times: 1);

        await HandleAsync(Sweep);
        Assert.Empty(_harness.Mail);
        _harness.Time.Move(TimeSpan.FromHours(1));
        await HandleAsync(Sweep);

        Assert.Single(_harness.Mail);
        Assert.Empty(Unnotified());
    }

    private IEnumerable<IncidentEntry> Unnotified() =>
        Enumerable.Range(1, 3).SelectMany(day => _record.DayAsync(new(2026, 8, day), isUnnotified: true, 100, default).Result
            .TryGet(out var entries, out _) ? entries : []);

    private Task<GuardResponse> HandleAsync(string message) =>
        new SecurityGroupGuard(
            _harness.Ec2, _harness, _harness, new FixedPolicy(BuiltInPolicy.Instance), new(), _harness.Time, new Random(1))
        {
            Record = _record,
            Counters = _counters,
            StepLog = _steps,
        }.HandleAsync(
            Encoding.UTF8.GetBytes(message), _harness.Time.GetUtcNow() + TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
}
