using System.Text;
using SgWatch.Calls;
using SgWatch.Guard;
using SgWatch.Guard.PolicySources;
using SgWatch.Policies;

namespace SgWatch.Tests.Guard.PolicySources;

public sealed class CheckedPolicyTests
{
    private const string Good = """
        version: 1
        guardrails:
          - name: no-ssh
            forbid: [{ ingress: tcp/22, from: any }]
        """;

    private const string FailingTest = Good + """

        tests:
          - name: ssh is fine
            group: { name: web }
            rules: [ingress tcp/22 from 10.0.0.0/8]
            expect: { violates: [] }
        """;

    private readonly SkippingTime _time = new(new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero));
    private CallResult<ReadOnlyMemory<byte>> _file = Bytes(Good);
    private DateTimeOffset? _writtenAt;
    private int _reads;
    private int _failures;

    [Fact]
    public async Task A_good_policy_is_in_force_and_read_again_only_when_it_is_no_longer_fresh()
    {
        var policy = Checked();

        Assert.Equal("no-ssh", Assert.Single((await policy.GetAsync(TestContext.Current.CancellationToken)).Policy.Guardrails).Name);
        Assert.Null((await policy.GetAsync(TestContext.Current.CancellationToken)).Problem);
        Assert.Equal(1, _reads);
        _time.Move(TimeSpan.FromMinutes(2));
        await policy.GetAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, _reads);
    }

    [Fact]
    public async Task When_the_policy_in_force_was_written_is_known_also_while_a_later_one_cant_be_used()
    {
        var token = TestContext.Current.CancellationToken;
        var policy = Checked();
        _writtenAt = _time.GetUtcNow() - TimeSpan.FromDays(3);
        Assert.Equal(_writtenAt, (await policy.GetAsync(token)).WrittenAt);

        _file = Bytes("version: 2");
        _writtenAt = _time.GetUtcNow();
        _time.Move(TimeSpan.FromMinutes(2));
        var kept = await policy.GetAsync(token);
        Assert.NotNull(kept.Problem);
        Assert.Equal(TimeSpan.FromDays(3) + TimeSpan.FromMinutes(2), _time.GetUtcNow() - kept.WrittenAt);
    }

    [Theory]
    [InlineData("version: 1\nguardrials: []", "guardrials")]
    [InlineData(FailingTest, "ssh is fine")]
    [InlineData("\u0000", "mistake")]
    public async Task A_policy_that_is_not_fit_leaves_the_last_good_one_in_force_and_says_why(string text, string expected)
    {
        var policy = Checked();
        await policy.GetAsync(TestContext.Current.CancellationToken);
        _file = Bytes(text);
        _time.Move(TimeSpan.FromMinutes(2));

        var (inForce, problem) = await policy.GetAsync(TestContext.Current.CancellationToken);

        Assert.Equal("no-ssh", Assert.Single(inForce.Guardrails).Name);
        Assert.Equal(PolicyMode.Enforce, inForce.Mode);
        Assert.Contains(expected, problem, StringComparison.Ordinal);

        _file = Bytes(Good);
        _time.Move(TimeSpan.FromMinutes(2));
        Assert.Null((await policy.GetAsync(TestContext.Current.CancellationToken)).Problem);
    }

    [Fact]
    public async Task Without_a_good_policy_the_built_in_one_only_observes()
    {
        _file = new CallFailure(CallFailureKind.NotFound, "Read", "FileNotFoundException", "there is no sgwatch.yaml");

        var (inForce, problem) = await Checked().GetAsync(TestContext.Current.CancellationToken);

        Assert.Equal(("built-in", PolicyMode.Observe), (inForce.Source, inForce.Mode));
        Assert.Contains("there is no sgwatch.yaml", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_is_used_in_no_stronger_mode_than_allowed() =>
        Assert.Equal(PolicyMode.Observe, (await Checked(PolicyMode.Observe).GetAsync(TestContext.Current.CancellationToken)).Policy.Mode);

    [Fact]
    public async Task People_are_notified_once_of_a_policy_that_cannot_be_used()
    {
        _file = Bytes("guardrails: no");
        var harness = new GuardHarness(Checked());
        harness.Ec2.Put(SampleGroups.Default("egress any to 0.0.0.0/0"));

        await harness.HandleAsync("{}");
        await harness.HandleAsync("{}");

        var mail = Assert.Single(harness.Mail);
        Assert.Equal("SgWatch: the policy can't be used; built-in is in force, mode observe", mail.Subject);
        Assert.Contains("sgwatch[.]yaml:1:", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_with_the_expected_hash_are_in_force_and_never_read_again()
    {
        var policy = Checked(sha256: Hash(Good));
        Assert.Null((await policy.GetAsync(TestContext.Current.CancellationToken)).Problem);
        _time.Move(TimeSpan.FromDays(1));
        Assert.Null((await policy.GetAsync(TestContext.Current.CancellationToken)).Problem);
        Assert.Equal(1, _reads);
    }

    [Fact]
    public async Task Bytes_with_another_hash_are_not_used_and_read_again()
    {
        var policy = Checked(sha256: Hash("another"));

        var (inForce, problem) = await policy.GetAsync(TestContext.Current.CancellationToken);

        Assert.Equal(("built-in", PolicyMode.Observe), (inForce.Source, inForce.Mode));
        Assert.StartsWith($"sgwatch.yaml has the SHA-256 {Hash(Good)}, and {Hash("another")} is expected", problem,
            StringComparison.Ordinal);
        _file = Bytes("another");
        _time.Move(TimeSpan.FromMinutes(2));
        Assert.Contains("mistake", (await policy.GetAsync(TestContext.Current.CancellationToken)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reading_that_fails_for_the_moment_is_tried_again_at_once()
    {
        _failures = 3;
        var inForce = await Checked().GetAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("sgwatch.yaml", null, 4), (inForce.Policy.Source, inForce.Problem, _reads));
    }

    [Fact] // else an event would be judged by a policy that only observes, and be done with
    public async Task While_no_policy_could_be_read_yet_an_event_is_to_be_handed_in_again()
    {
        _failures = 4;
        var harness = new GuardHarness(Checked());
        harness.Ec2.Put(SampleGroups.Web("ingress tcp/22 from 192.0.2.0/24"));
        var opened = GuardHarness.Authorized(SampleGroups.Web(), "sgr-1");

        Assert.True((await harness.HandleAsync(opened)).MustRetry);

        var answer = await harness.HandleAsync(opened); // no minute later
        Assert.Equal((GuardOutcome.Reverted, false), (answer.Outcome, answer.MustRetry));
    }

    [Fact]
    public async Task A_policy_that_was_read_once_stays_in_force_when_it_cannot_be_read_any_more()
    {
        var policy = Checked();
        await policy.GetAsync(TestContext.Current.CancellationToken);
        _failures = 4;
        _time.Move(TimeSpan.FromMinutes(2));

        var inForce = await policy.GetAsync(TestContext.Current.CancellationToken);

        Assert.Equal(("sgwatch.yaml", PolicyMode.Enforce, false), (inForce.Policy.Source, inForce.Policy.Mode, inForce.IsFallback));
        Assert.Contains("made by the test", inForce.Problem, StringComparison.Ordinal);
    }

    private static string Hash(string text) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private CheckedPolicy Checked(PolicyMode strongest = PolicyMode.Enforce, string? sha256 = null) => new(
        "sgwatch.yaml",
        _ =>
        {
            _reads++;
            return Task.FromResult(
                _failures-- > 0 ? new CallFailure(CallFailureKind.Transient, "GetObject", "SlowDown", "made by the test") : _file);
        },
        TimeSpan.FromMinutes(1), strongest, _time, new Random(1))
    {
        Sha256 = sha256,
        WrittenAt = () => _writtenAt,
    };

    private static CallResult<ReadOnlyMemory<byte>> Bytes(string text) => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(text));
}
