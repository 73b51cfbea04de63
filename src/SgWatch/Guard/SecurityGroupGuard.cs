using System.Collections.Concurrent;
using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Events;
using SgWatch.Guard.Limiting;
using SgWatch.Guard.Notifying;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Reconciling;
using SgWatch.Guard.Recording;
using SgWatch.Guard.Retrying;
using SgWatch.Guard.Sweeping;
using SgWatch.Incidents;
using SgWatch.Policies;

namespace SgWatch.Guard;

/// <summary>The whole way of a message: read it, look at the groups it names as they are now, bring each to comply, record and tell.</summary>
/// <remarks>
/// Level, not edge: handling a message twice, late, out of order or alongside another guard changes nothing more. The guard's own calls
/// come back as events too; the look they cause finds the group complying.
/// </remarks>
public sealed class SecurityGroupGuard(
    ISecurityGroupsProvider provider,
    INotifier notifier,
    IIncidentLog log,
    IPolicySource policies,
    GuardOptions options,
    TimeProvider time,
    Random random)
{
    private const int MaxResumed = 100;
    private const int MaxUnfinished = 1000;
    private static readonly TimeSpan LongestInvocation = TimeSpan.FromMinutes(15); // Lambda's own limit
    private static readonly TimeSpan LookedForEach = TimeSpan.FromMinutes(10); // a sweep is many messages, and one of them is enough

    private readonly Outbox _outbox = new(notifier);
    private readonly SentAlerts _told = new(time);
    private string? _toldProblem;

    /// <summary>Where sweeps put what they have no time for; null to have them fail then.</summary>
    public IContinuationSender? Continuations { get; init; }

    /// <summary>Where incidents are kept; unless it is said, in memory.</summary>
    public IIncidentRecord Record { get; init; } = new MemoryIncidentRecord(time);

    /// <summary>What counts for the policy's limits; unless it is said, in memory.</summary>
    public ICounters Counters { get; init; } = new MemoryCounters(time);

    /// <summary>Who is told beside people; unless it is said, nobody.</summary>
    public Integrations Integrations { get; init; } = new([]);

    /// <summary>Handles what was handed in: an event, a batch of events, a sweep, a manual call, or anything else at all.</summary>
    /// <param name="message">The bytes.</param>
    /// <param name="deadline">When the invocation ends whatever happens.</param>
    /// <param name="cancellationToken">Ends the work between two changes.</param>
    public async Task<GuardResponse> HandleAsync(ReadOnlyMemory<byte> message, DateTimeOffset deadline, CancellationToken cancellationToken)
    {
        var startedAt = time.GetUtcNow();
        var messages = EventReader.Read(message);
        var retry = new Retry(options, time, random, deadline);
        var quick = new Retry(options with { MaxTries = 2, RetryAfter = options.RetryAfter / 4 }, time, random, deadline);
        var recorder = new IncidentRecorder(Record, retry, quick, deadline < startedAt + LongestInvocation ? deadline : startedAt + LongestInvocation);
        var inForce = await policies.GetAsync(cancellationToken);
        var (policy, problem) = inForce;
        var limiter = new ChangeLimiter(Counters, policy.Limits, quick);
        var dispatcher = new NotificationDispatcher(log, _outbox, Integrations, _told, recorder, limiter, retry, quick);
        var keeper = new GroupReconciler(provider, policy, options, time, retry, recorder, limiter, dispatcher, startedAt);
        using var places = new SemaphoreSlim(options.MaxGroupsAtOnceInAll);
        var claimed = new ConcurrentDictionary<string, bool>();

        var waiting = dispatcher.TellAsync(ToTell(problem, policy), cancellationToken); // beside the work: a group may stand open meanwhile
        CallFailure? untold = null;
        var resumed = new ConcurrentQueue<LookResult>();
        if (IsSweep(messages) && await limiter.IsFirstAsync("left-behind", LookedForEach, cancellationToken))
        {
            var unfinished = await recorder.UnfinishedAsync(time.GetUtcNow(), MaxUnfinished, cancellationToken);
            await ResumeAsync(unfinished.Where(entry => !entry.IsInDigest).Take(MaxResumed), cancellationToken);
            untold = await dispatcher.DigestAsync(unfinished, cancellationToken) ?? untold;
        }
        var spread = SpreadAsync(messages, retry, cancellationToken);
        var looked = await Task.WhenAll(Scope.Of(messages).Inspections.GroupBy(inspection => inspection.AccountRegion).Select(looks => new AccountRegionGuard(
            provider.Open(looks.Key), options, time, retry, Continuations, CloseAsync, claimed).LookAsync([.. looks], cancellationToken)));
        var many = await spread;
        untold = await waiting ?? untold;
        ImmutableArray<LookResult> results = [.. looked.SelectMany(place => place.Results).Concat(resumed).Select(r => inForce.IsFallback ? r.ToBeTriedAgain() : r)];
        return new([.. results.Where(r => !r.IsListedCompliant).Select(r => r.Result with { Origins = r.Hint.Origins }), .. many.Select(m => m.Result)])
        {
            IsBatch = messages.Any(m => m.MessageId is not null),
            FailedMessageIds =
            [
                .. results.Where(r => r.MustRetry).SelectMany(r => r.Hint.MessageIds)
                    .Concat(many.Where(m => m.Result.MustRetry).Select(m => m.MessageId).OfType<string>()).Distinct(),
            ],
            IgnoredReasons = [.. messages.Select(m => m.Trigger).OfType<Trigger.Ignored>().Select(ignored => ignored.Reason)],
            SweepsCompleted = inForce.IsFallback ? 0 : looked.Sum(place => place.SweepsCompleted),
            NotificationFailure = results.Select(r => r.NotificationFailure).OfType<CallFailure>().FirstOrDefault() ?? untold,
            IntegrationFailure = dispatcher.IntegrationFailure,
            RecordFailure = recorder.Failure ?? limiter.Failure,
        };

        async Task<LookResult> CloseAsync(GroupWork work, CancellationToken cancel)
        {
            await places.WaitAsync(cancel);
            try
            {
                if (work.Hint.IsRedelivered) // whoever had it before may have stopped halfway
                {
                    var place = (work.Hint.AccountRegion.Account, work.Hint.AccountRegion.Region, work.GroupId);
                    await ResumeAsync((await recorder.UnfinishedAsync(place, time.GetUtcNow(), cancel)).Where(entry => !entry.IsInDigest), cancel);
                }
                return await keeper.CloseAsync(work, cancel);
            }
            finally
            {
                places.Release();
            }
        }

        async Task ResumeAsync(IEnumerable<IncidentEntry> entries, CancellationToken cancel)
        {
            foreach (var entry in entries)
            {
                resumed.Enqueue(await keeper.ResumeAsync(entry, cancel));
            }
        }
    }

    private static bool IsSweep(ImmutableArray<EventMessage> messages) => messages.Any(message => message.Trigger
        is Trigger.SweepAccounts or Trigger.Change(_, [{ Target: Target.EveryGroup }, ..]));

    private async Task<(string? MessageId, GroupResult Result)[]> SpreadAsync(
        ImmutableArray<EventMessage> messages, Retry retry, CancellationToken cancellationToken) =>
        await Task.WhenAll(messages.Where(message => message.Trigger is Trigger.SweepAccounts).Select(async message =>
            (message.MessageId, await new SweepFanOut(Continuations, options, retry).SendAsync((Trigger.SweepAccounts)message.Trigger, cancellationToken))));

    // each problem once, however many messages come while it lasts
    private Notification? ToTell(string? problem, Policy inForce)
    {
        var told = Interlocked.Exchange(ref _toldProblem, problem);
        return problem is not null && problem != told ? PolicyNotification.For(problem, inForce) : null;
    }
}
