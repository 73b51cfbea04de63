using System.Text;
using SgWatch.Guard;
using SgWatch.Policies;

namespace SgWatch.Tests.Guard;

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
    private int _reads;

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
    public async Task People_are_told_once_of_a_policy_that_cannot_be_used()
    {
        _file = Bytes("guardrails: no");
        var harness = new GuardHarness(Checked());
        harness.Ec2.Put(Groups.Default("egress any to 0.0.0.0/0"));

        await harness.HandleAsync("{}");
        await harness.HandleAsync("{}");

        var mail = Assert.Single(harness.Mail);
        Assert.Equal("SgWatch: the policy can't be used; built-in holds, mode observe", mail.Subject);
        Assert.Contains("sgwatch[.]yaml:1:", mail.Text, StringComparison.Ordinal);
    }

    private CheckedPolicy Checked(PolicyMode strongest = PolicyMode.Enforce) => new(
        "sgwatch.yaml",
        _ =>
        {
            _reads++;
            return Task.FromResult(_file);
        },
        TimeSpan.FromMinutes(1), strongest, _time);

    private static CallResult<ReadOnlyMemory<byte>> Bytes(string text) => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(text));
}
