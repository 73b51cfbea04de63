using SgWatch.Changes;
using SgWatch.Guard;
using SgWatch.Guard.PolicySources;
using SgWatch.Guard.Ports;
using SgWatch.Policies;

namespace SgWatch.Tests.Guard;

public sealed class AccountRegionGuardTests
{
    [Fact]
    public async Task An_account_that_does_not_answer_delays_no_other()
    {
        var accounts = new OneSilentAccount();
        var guard = new SecurityGroupGuard(
            accounts, new GuardHarness(), new GuardHarness(), new FixedPolicy(BuiltInPolicy.Instance), new(), TimeProvider.System,
            new Random(1));
        string[] messages =
        [
            .. Enumerable.Range(0, 100).Select(i => Hint("999999999999", $"sg-{i:x17}")),
            """{"sgwatch":"sweep","account":"999999999999"}""",
            Hint("111122223333", "sg-0123456789abcdef0"), """{"sgwatch":"sweep","account":"111122223334"}""",
        ];

        // the silent account answers only once the groups of the others are closed; else this would never end
        var batch = System.Text.Encoding.UTF8.GetBytes(GuardHarness.Batch(messages));
        var answer = await guard
            .HandleAsync(batch, DateTimeOffset.UtcNow.AddMinutes(2), TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        Assert.Equal(2, answer.Groups.Count(group => group.Outcome == GuardOutcome.Reverted));
        Assert.All(accounts.Answering.Groups.Values, group => Assert.Empty(group.Rules));
    }

    private static string Hint(string account, string groupId) => $$"""{"sgwatch":"look","account":"{{account}}","group":"{{groupId}}"}""";

    private sealed class OneSilentAccount : ISecurityGroupsProvider
    {
        private readonly TaskCompletionSource _othersDone = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _closed;

        public OneSilentAccount()
        {
            Answering.Put(SampleGroups.Default("egress any to 0.0.0.0/0"));
            OtherAnswering.Put(SampleGroups.Default("egress any to 0.0.0.0/0") with
            {
                GroupId = "sg-0123456789abcdef1",
                OwnerId = "111122223334",
            });
            Answering.OnCall = OtherAnswering.OnCall = call =>
            {
                if (call == "Revoke" && Interlocked.Increment(ref _closed) == 2)
                {
                    _othersDone.SetResult();
                }
            };
        }

        public LabEc2 Answering { get; } = new();

        private LabEc2 OtherAnswering { get; } = new();

        public ISecurityGroups Open(AccountRegion accountRegion) => accountRegion.Account switch
        {
            "999999999999" => new SilentGroups(_othersDone.Task),
            "111122223333" => Answering.OwnGroups,
            _ => OtherAnswering.Open(accountRegion),
        };
    }
}
