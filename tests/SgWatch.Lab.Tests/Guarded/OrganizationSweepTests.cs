using System.Diagnostics;
using System.Globalization;
using System.Text;
using SgWatch.Calls;
using SgWatch.Guard;
using SgWatch.Guard.PolicySources;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;
using SgWatch.Policies;
using SgWatch.Tests.Guard;

namespace SgWatch.Lab.Tests.Guarded;

/// <summary>A sweep of an organisation, by one message, within the calls that it may make.</summary>
public sealed class OrganizationSweepTests : INotifier, IIncidentLog
{
    private const int Accounts = 1000;
    private const int GroupsPerRegion = 50;
    private const double ReadsGranted = 20; // a second, by EC2, in each account and region
    private const double ChangesGranted = 5;

    private static readonly string[] Regions = ["eu-west-1", "us-east-1", "ap-southeast-2"];
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private int _mails;

    [Fact]
    public async Task A_thousand_accounts_are_swept_within_half_of_the_calls_that_ec2_grants()
    {
        var clock = Stopwatch.StartNew();
        var time = new SkippingTime(new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero));
        var queue = new FakeQueue();
        var organization = new CountedOrganization(GroupsPerRegion, time);
        var policy = new FixedPolicy(BuiltInPolicy.Instance);
        var guard = new SecurityGroupGuard(organization.Lab, this, this, policy, new(), time, new Random(1)) { Continuations = queue };
        string[] accounts =
            [.. Enumerable.Range(0, Accounts).Select(number => (200_000_000_000 + number).ToString(CultureInfo.InvariantCulture))];
        queue.Messages.Enqueue(($$"""{"sgwatch":"sweep","accounts":["{{string.Join("\",\"", accounts)}}"]"""
            + $$""","regions":["{{string.Join("\",\"", Regions)}}"]}""", TimeSpan.Zero));

        var (messages, completed, reverted, hidden) = (0, 0, 0, TimeSpan.Zero);
        while (queue.Messages.TryDequeue(out var message))
        {
            messages++;
            hidden += message.Delay;
            var answer = await guard.HandleAsync(Encoding.UTF8.GetBytes(message.Body), time.GetUtcNow().AddSeconds(60),
                TestContext.Current.CancellationToken);
            Assert.False(answer.MustRetry);
            completed += answer.SweepsCompleted;
            reverted += answer.Groups.Count(group => group.Outcome == GuardOutcome.Reverted);
        }

        var regions = organization.Calls.Values; // of each account
        var (reads, changes) = (regions.Sum(region => region.Reads.Count), regions.Sum(region => region.Changes.Count));
        var longest = regions.Max(region => region.Reads[^1] - region.Reads[0]);
        var busiestReads = regions.Max(region => Busiest(region.Reads));
        var busiestChanges = regions.Max(region => Busiest(region.Changes));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {Accounts} accounts, {Regions.Length} regions, {GroupsPerRegion} groups each:
            {completed} sweeps of {completed * GroupsPerRegion:N0} groups by {messages} messages,
            spread over {hidden.TotalMinutes:0} minutes
            reading calls: {reads:N0} in all; at most {busiestReads} within {Window.TotalSeconds:0} s in an account and region,
            of {ReadsGranted * Window.TotalSeconds / 2:0} (half of what EC2 grants)
            changing calls: {changes:N0} in all; at most {busiestChanges} within {Window.TotalSeconds:0} s,
            of {ChangesGranted * Window.TotalSeconds / 2:0}
            longest sweep {longest.TotalSeconds:0.0} s; {reverted} groups closed, {_mails} messages sent;
            took {clock.Elapsed.TotalSeconds:0.0} s
            """));

        Assert.Equal(Accounts * Regions.Length, completed);
        Assert.Equal(completed, regions.Count);
        Assert.Equal((completed, completed), (reverted, _mails)); // the default group of each
        Assert.Equal((6 * completed, 2 * completed), (reads, changes)); // a page, and the group before and after; a call for each direction
        Assert.InRange(busiestReads, 1, ReadsGranted * Window.TotalSeconds / 2);
        Assert.InRange(busiestChanges, 1, ChangesGranted * Window.TotalSeconds / 2);
        Assert.InRange(hidden, TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(45));
        Assert.All(accounts, account => Assert.All(Regions, region => Assert.Empty(
            organization.Lab.Account(account).Groups(region).Single(group => group.GroupName == "default").Rules)));
    }

    // the most calls within the window, whenever it begins
    private static int Busiest(List<DateTimeOffset> calls) =>
        calls.Max(first => calls.Count(call => call >= first && call < first + Window));

    Task<CallResult<Done>> INotifier.SendAsync(Notification notification, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _mails);
        return Task.FromResult<CallResult<Done>>(default(Done));
    }

    Task IIncidentLog.RecordAsync(Incident incident, string? requestId, CancellationToken cancellationToken) => Task.CompletedTask;
}
