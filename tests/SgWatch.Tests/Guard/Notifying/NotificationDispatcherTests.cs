using SgWatch.Calls;
using SgWatch.Guard.Limiting;
using SgWatch.Guard.Logging;
using SgWatch.Guard.Notifying;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Recording;
using SgWatch.Guard.Retrying;
using SgWatch.Incidents;
using SgWatch.Policies;

namespace SgWatch.Tests.Guard.Notifying;

public sealed class NotificationDispatcherTests
{
    private const string Bad = "bad";

    [Fact] // a success that ended at the same moment took the failure of another away, once in some thousand times
    public async Task A_failure_of_an_integration_is_never_lost_beside_successes()
    {
        var cancel = TestContext.Current.CancellationToken;
        for (var i = 0; i < Laws.Scaled(2_000); i++)
        {
            var dispatcher = Dispatcher(new FailsOne());
            using var bothRun = new Barrier(2);

            await Task.WhenAll(Task.Run(() => NotifyAsync("good", times: 30), cancel), Task.Run(() => NotifyAsync(Bad, times: 1), cancel));

            Assert.True(dispatcher.IntegrationFailure is not null, $"lost in round {i}");

            async Task NotifyAsync(string subject, int times)
            {
                bothRun.SignalAndWait(cancel);
                for (var j = 0; j < times; j++)
                {
                    await dispatcher.NotifyAsync(Notification(subject), cancel);
                }
            }
        }
    }

    private static Notification Notification(string subject) => new("sgwatch.test", subject, "", "{}");

    private static NotificationDispatcher Dispatcher(INotifier integration)
    {
        var (harness, time) = (new Silent(), TimeProvider.System);
        var retry = new Retry(new(), time, new Random(1), time.GetUtcNow() + TimeSpan.FromMinutes(1));
        return new(
            new(new GuardHarness(), new(harness), new([integration]), new(time)),
            new(new MemoryIncidentRecord(time), retry, new(), time.GetUtcNow()),
            new(new MemoryCounters(time), BuiltInPolicy.Instance.Limits, retry),
            retry,
            new InvocationSteps(null, null));
    }

    private sealed class Silent : INotifier
    {
        public Task<CallResult<Done>> SendAsync(Notification notification, CancellationToken cancellationToken) =>
            Task.FromResult<CallResult<Done>>(default(Done));
    }

    private sealed class FailsOne : INotifier
    {
        public Task<CallResult<Done>> SendAsync(Notification notification, CancellationToken cancellationToken) =>
            Task.FromResult<CallResult<Done>>(notification.Subject == Bad
                ? new CallFailure(CallFailureKind.Rejected, "Publish", Bad, "made by the test")
                : default(Done));
    }
}
