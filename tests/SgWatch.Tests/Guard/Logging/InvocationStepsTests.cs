using System.Text;
using SgWatch.Calls;
using SgWatch.Guard;
using SgWatch.Guard.PolicySources;
using SgWatch.Policies;
using SgWatch.Rules;
using static SgWatch.Tests.Guard.GuardHarness;

namespace SgWatch.Tests.Guard.Logging;

/// <summary>The debug lines by which somebody follows one event.</summary>
public sealed class InvocationStepsTests
{
    private readonly GuardHarness _harness = new();
    private readonly SecurityGroup _group = SampleGroups.Web("ingress tcp/22 from 0.0.0.0/0");

    public InvocationStepsTests() => _harness.Ec2.Put(_group);

    [Fact]
    public async Task Each_step_of_an_event_is_a_line_with_the_id_of_the_invocation()
    {
        var log = new FakeStepLog();

        await HandleAsync(log, Authorized(_group, "sgr-1"));

        Assert.All(log.Steps, step => Assert.Equal("r1", step.RequestId));
        Assert.Equal(
            ["read", "scope", "call", "judged", "call", "call", "judged", "ended", "notified"], log.Steps.Select(step => step.Name));
        Assert.Equal(
            [$"Read {_group.GroupId}: ok", $"Revoke {_group.GroupId}: sgr-1: ok", $"Read {_group.GroupId}: ok"],
            log.Steps.Where(step => step.Name == "call")
                .Select(step => $"{step.Text("operation")} {step.Text("what")}: {step.Text("answer")}"));
    }

    [Fact]
    public async Task The_lines_say_what_was_read_where_it_led_and_what_was_judged()
    {
        var log = new FakeStepLog();

        await HandleAsync(log, Batch(Authorized(_group, "sgr-1"), "{}"));

        var read = Assert.Single(log.Steps, step => step.Name == "read");
        Assert.Equal((2, 1), (read.Members.GetProperty("messages").GetInt32(), read.Members.GetProperty("ignored").GetInt32()));
        Assert.Equal("built-in", read.Text("policy"));
        var scope = Assert.Single(log.Steps, step => step.Name == "scope");
        Assert.Equal(("111122223333", "eu-west-1"), (scope.Text("account"), scope.Text("region")));
        Assert.Contains("sgr-1", scope.Text("newRules"), StringComparison.Ordinal);
        var revoked = log.Steps.Where(step => step.Name == "judged")
            .Select(step => step.Members.GetProperty("verdict").GetProperty("plan").GetProperty("revoke").GetRawText());
        Assert.Equal(["[\"sgr-1\"]", "[]"], revoked);
        Assert.Equal("reverted", Assert.Single(log.Steps, step => step.Name == "ended").Text("outcome"));
    }

    [Fact]
    public async Task A_call_that_fails_is_a_line_with_its_code()
    {
        var log = new FakeStepLog();
        _harness.Ec2.FailNext("Read", CallFailureKind.Transient);

        await HandleAsync(log, Authorized(_group, "sgr-1"));

        Assert.Equal("RequestLimitExceeded", log.Steps.First(step => step.Name == "call").Text("answer"));
    }

    [Fact]
    public async Task Nothing_is_written_while_nobody_reads_it()
    {
        var log = new FakeStepLog(isEnabled: false);

        await HandleAsync(log, Authorized(_group, "sgr-1"));

        Assert.Empty(log.Steps);
    }

    [Fact]
    public async Task An_incident_and_its_notification_name_the_invocation()
    {
        await HandleAsync(new(isEnabled: false), Authorized(_group, "sgr-1"));

        Assert.Equal(["r1"], _harness.LoggedBy);
        Assert.Equal("r1", Assert.Single(_harness.Mail).RequestId);
    }

    private Task<GuardResponse> HandleAsync(FakeStepLog log, string message)
    {
        var policy = new FixedPolicy(BuiltInPolicy.Instance);
        var guard = new SecurityGroupGuard(_harness.Ec2, _harness, _harness, policy, new(), _harness.Time, new Random(1)) { StepLog = log };
        var deadline = _harness.Time.GetUtcNow() + TimeSpan.FromMinutes(1);
        return guard.HandleAsync(
            new GuardRequest(Encoding.UTF8.GetBytes(message), deadline) { RequestId = "r1" }, TestContext.Current.CancellationToken);
    }
}
