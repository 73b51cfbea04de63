using System.Text;
using SgWatch.Guard;
using SgWatch.Guard.Limiting;
using SgWatch.Guard.PolicySources;
using SgWatch.Guard.Recording;
using SgWatch.Policies;
using SgWatch.Rules;
using static SgWatch.Tests.Guard.GuardHarness;

namespace SgWatch.Tests.Guard.Recording;

/// <summary>The past is asked for after the group is closed, however the message comes.</summary>
public sealed class SlowRecordTests
{
    private const string Sweep = """{"sgwatch":"sweep","account":"111122223333","region":"eu-west-1"}""";

    private readonly GuardHarness _harness = new();
    private readonly List<string> _calls = [];
    private readonly TaskCompletionSource _revoked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _dayWaits;

    [Fact]
    public async Task A_redelivered_message_closes_its_group_before_it_looks_for_what_was_left_unfinished()
    {
        var group = Open();
        var batch = Batch(Authorized(group, "sgr-1")).Replace("\"messageId\":\"m1\"",
            "\"messageId\":\"m1\",\"attributes\":{\"ApproximateReceiveCount\":\"2\"}", StringComparison.Ordinal);

        await HandleAsync(batch);

        AssertRevokedBefore("before History");
    }

    [Fact]
    public async Task An_event_beside_a_sweep_closes_its_group_while_the_days_are_searched()
    {
        var group = Open();
        _dayWaits = true;

        await HandleAsync(Batch(Authorized(group, "sgr-1"), Sweep));

        AssertRevokedBefore("after Day");
    }

    private void AssertRevokedBefore(string asked)
    {
        Assert.Empty(_harness.Ec2.Groups.Values.Single().Rules);
        Assert.Contains(asked, _calls);
        Assert.InRange(_calls.IndexOf("before Revoke"), 0, _calls.IndexOf(asked));
    }

    private SecurityGroup Open()
    {
        var group = SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0");
        _harness.Ec2.Put(group);
        return group;
    }

    private Task<GuardResponse> HandleAsync(string message)
    {
        var ports = new HookedPorts(
            _harness.Ec2.OwnGroups, _harness, new MemoryIncidentRecord(_harness.Time), new MemoryCounters(_harness.Time), Note);
        return new SecurityGroupGuard(
            ports, ports, _harness, new FixedPolicy(BuiltInPolicy.Instance), new(), _harness.Time, new Random(1))
        { Record = ports, Counters = ports }.HandleAsync(
            Encoding.UTF8.GetBytes(message), _harness.Time.GetUtcNow() + TimeSpan.FromMinutes(1), CancellationToken.None);
    }

    private async Task Note(string at)
    {
        lock (_calls)
        {
            _calls.Add(at);
        }
        switch (at)
        {
            case "after Revoke":
                _revoked.SetResult();
                break;
            case "before Day" when _dayWaits:
                await _revoked.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
                break;
        }
    }
}
