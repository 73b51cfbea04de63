using System.Collections.Concurrent;
using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Events;
using SgWatch.Guard.Digests;
using SgWatch.Guard.Limiting;
using SgWatch.Guard.Logging;
using SgWatch.Guard.Notifying;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Reconciling;
using SgWatch.Guard.Recording;
using SgWatch.Guard.Remembering;
using SgWatch.Guard.Retrying;
using SgWatch.Guard.Sweeping;
using SgWatch.Incidents;

namespace SgWatch.Guard;

/// <summary>The whole way of a message: read, scope, end unfinished incidents, resolve, reconcile, notify, respond.</summary>
/// <remarks>
/// Level, not edge. A message that comes twice, late, out of order or beside another guard changes nothing more.
/// The guard's own calls come back as events too: the inspection that they cause finds a group that complies.
/// </remarks>
/// <param name="provider">Opens the groups of an account and region.</param>
/// <param name="notifier">Notifies people.</param>
/// <param name="log">Where every incident is written before people are notified.</param>
/// <param name="policies">Gives the policy in force.</param>
/// <param name="options">The bounds of the work.</param>
/// <param name="time">The clock.</param>
/// <param name="random">Spreads retries and makes idempotency tokens. Each guard needs its own seed.</param>
public sealed class SecurityGroupGuard(
    ISecurityGroupsProvider provider,
    INotifier notifier,
    IIncidentLog log,
    IPolicySource policies,
    GuardOptions options,
    TimeProvider time,
    Random random)
{
    private static readonly TimeSpan LongestInvocation = TimeSpan.FromMinutes(15); // Lambda's own limit

    private readonly Outbox _outbox = new(notifier);
    private readonly SentAlerts _sentAlerts = new(time);
    private readonly IncidentsToRecord _toRecord = new();
    private readonly ConcurrentQueue<AccountRegion> _restored = [];
    private string? _notifiedProblem;
    private CopiedMemory? _copied;
    private KnownQuotas? _quotas;

    /// <summary>Where a sweep puts what it has no time for; null to let it fail then.</summary>
    public IContinuationSender? Continuations { get; init; }

    /// <summary>Where incidents are kept. Default: in memory.</summary>
    public IIncidentRecord Record { get; init; } = new MemoryIncidentRecord(time);

    /// <summary>What the guard remembers of each group. Null for no memory: then new is what an event names.</summary>
    public IMemoryStore? Memory { get; init; }

    /// <summary>The copies of the memory, from which it is filled again. Null for none.</summary>
    public IMemoryCopy? MemoryCopy { get; init; }

    /// <summary>When the guard was deployed. Null if nobody says: then that is when its first sweep began.</summary>
    public DateTimeOffset? DeployedAt { get; init; }

    /// <summary>The calls of the past. Null if CloudTrail isn't asked.</summary>
    public ICallHistory? Calls { get; init; }

    /// <summary>The quotas of accounts, for guardrails that narrow. Null for EC2's default.</summary>
    public IRuleQuotas? Quotas { get; init; }

    /// <summary>The counters of the policy's limits. Default: in memory.</summary>
    public ICounters Counters { get; init; } = new MemoryCounters(time);

    /// <summary>The integrations that are notified beside people. Default: none.</summary>
    public Integrations Integrations { get; init; } = new([]);

    /// <summary>Where each step is written, for somebody who debugs; null for nowhere.</summary>
    public IStepLog? StepLog { get; init; }

    /// <summary>Handles one message; <see cref="HandleAsync(GuardRequest, CancellationToken)"/> without a request id.</summary>
    /// <param name="message">The bytes.</param>
    /// <param name="deadline">When the invocation ends, whatever happens.</param>
    /// <param name="cancellationToken">Ends the work between two changes.</param>
    public Task<GuardResponse> HandleAsync(ReadOnlyMemory<byte> message, DateTimeOffset deadline, CancellationToken cancellationToken) =>
        HandleAsync(new(message, deadline), cancellationToken);

    /// <summary>Handles what one invocation gets.</summary>
    /// <param name="request">The message and its deadline.</param>
    /// <param name="cancellationToken">Ends the work between two changes.</param>
    /// <exception cref="OperationCanceledException">
    /// The token was cancelled. What was changed is in the record; a retry finishes it.
    /// </exception>
    public async Task<GuardResponse> HandleAsync(GuardRequest request, CancellationToken cancellationToken)
    {
        var startedAt = time.GetUtcNow();
        var messages = EventReader.Read(request.Message);
        var scope = Scope.Of(messages);
        var inForce = await policies.GetAsync(cancellationToken);

        var invocation = Begin(request, startedAt, inForce);
        invocation.Steps.Began(messages, scope, inForce);
        var inspector = new GroupInspector(invocation);

        var policyNotified = NotifyOfProblemAsync(invocation, inForce, cancellationToken); // beside the work: a group may be open
        var caughtUp = invocation.Record.CatchUpAsync(cancellationToken);
        var unfinished = EndUnfinishedAsync(invocation, inspector, messages, cancellationToken); // beside it too: the record may be slow
        var fannedOut = FanOutAsync(invocation, messages, unfinished, cancellationToken);
        var inspected = Task.WhenAll(scope.Inspections.GroupBy(inspection => inspection.AccountRegion).Select(inspections =>
            new AccountRegionGuard(invocation, inspector, inspections.Key).InspectAsync([.. inspections], unfinished, cancellationToken)));
        await Task.WhenAll(unfinished, fannedOut, inspected);
        var (resumed, digestFailure) = await unfinished;

        var ofGroups = resumed.AddRange((await inspected).SelectMany(results => results))
            .OrderBy(result => result.IsResumed); // what the messages ask for comes first
        ImmutableArray<GroupResult> results = [.. inForce.IsFallback ? Provisional(ofGroups) : ofGroups, .. await fannedOut];
        await caughtUp;
        var otherFailure = await policyNotified ?? digestFailure;
        if (!inForce.IsFallback && (results.Any(result => result.IsLastSweep) || messages.Any(AsksForSweeps)))
        {
            otherFailure = await new BaselineDigests(invocation).SendAsync(cancellationToken) ?? otherFailure;
        }
        var (restored, restoredFailure) = await NotifyOfRestoredAsync(invocation, cancellationToken);
        return Respond(invocation, messages, results, otherFailure ?? restoredFailure) with { MemoriesRestored = restored };
    }

    // by its first part: what the sweeps of the last one found is reported, if the last of them couldn't do so
    private static bool AsksForSweeps(EventMessage message) => message.Trigger is Trigger.SweepAccounts { PauseSeconds: null };

    private static async Task<(ImmutableArray<GroupResult> Resumed, CallFailure? DigestFailure)> EndUnfinishedAsync(
        InvocationContext invocation, GroupInspector inspector, ImmutableArray<EventMessage> messages, CancellationToken cancellationToken)
    {
        var unfinished = await inspector.Unfinished.FindAsync(messages, cancellationToken);
        var resumed = await inspector.Unfinished.ResumeAsync(unfinished, cancellationToken);
        return (resumed, await invocation.Dispatcher.SendDigestsAsync(unfinished, cancellationToken));
    }

    private static async Task<GroupResult[]> FanOutAsync(
        InvocationContext invocation, ImmutableArray<EventMessage> messages, Task unfinished, CancellationToken cancellationToken)
    {
        await unfinished;
        return await new SweepFanOut(invocation).SendAllAsync(messages, cancellationToken);
    }

    private InvocationContext Begin(GuardRequest request, DateTimeOffset startedAt, PolicyInForce inForce)
    {
        var policy = inForce.Policy;
        var retry = new Retry(options, time, random, request.Deadline);
        var steps = new InvocationSteps(StepLog, request.RequestId);
        var latestEnd = startedAt + LongestInvocation;
        var recorder = new IncidentRecorder(Record, retry, _toRecord, request.Deadline < latestEnd ? request.Deadline : latestEnd);
        var limiter = new ChangeLimiter(Counters, policy.Limits, retry);
        return new()
        {
            Policy = policy,
            Options = options,
            Time = time,
            StartedAt = startedAt,
            Retry = retry,
            Provider = provider,
            Record = recorder,
            Memory = RememberedIn is { } store ? new(store, inForce, DeployedAt, retry, startedAt) : null,
            Calls = Calls,
            Quotas = Quotas is { } quotas ? _quotas ??= new(quotas) : null,
            Limits = limiter,
            Dispatcher = new(new(log, _outbox, Integrations, _sentAlerts), recorder, limiter, retry, steps),
            Continuations = Continuations,
            Steps = steps,
        };
    }

    // the comparisons with the copy outlive an invocation
    private IMemoryStore? RememberedIn => Memory is { } store && MemoryCopy is { } copy
        ? _copied ??= new(store, copy, time, _restored.Enqueue)
        : Memory;

    private async Task<(int Restored, CallFailure? Failure)> NotifyOfRestoredAsync(
        InvocationContext invocation, CancellationToken cancellationToken)
    {
        var (restored, failure) = (0, (CallFailure?)null);
        while (_restored.TryDequeue(out var accountRegion))
        {
            var notification = MemoryNotification.For(accountRegion.Account, accountRegion.Region);
            failure ??= await invocation.Dispatcher.NotifyAsync(notification, cancellationToken);
            restored++;
        }
        return (restored, failure);
    }

    // each problem once, however many messages come while it lasts
    private Task<CallFailure?> NotifyOfProblemAsync(
        InvocationContext invocation, PolicyInForce inForce, CancellationToken cancellationToken)
    {
        var notified = Interlocked.Exchange(ref _notifiedProblem, inForce.Problem);
        var notification = inForce.Problem is { } problem && problem != notified ? PolicyNotification.For(problem, inForce.Policy) : null;
        return invocation.Dispatcher.NotifyAsync(notification, cancellationToken);
    }

    // what a fallback policy judged is to be judged again, by the policy that was meant
    private static IEnumerable<GroupResult> Provisional(IEnumerable<GroupResult> results) =>
        results.Where(result => !result.IsCompleteSweep).Select(result => result.ToBeRetried());

    private static GuardResponse Respond(
        InvocationContext invocation, ImmutableArray<EventMessage> messages, ImmutableArray<GroupResult> results,
        CallFailure? otherFailure) =>
        new([.. results.Where(result => !result.IsCompleteSweep)])
        {
            IsBatch = messages.Any(message => message.MessageId is not null),
            IsAboutGroups = messages.Any(message => message.Trigger is not Trigger.Ignored),
            FailedMessageIds = [.. results.Where(result => result.FailsItsMessages).SelectMany(result => result.MessageIds).Distinct()],
            IgnoredReasons = [.. messages.Select(message => message.Trigger).OfType<Trigger.Ignored>().Select(ignored => ignored.Reason)],
            SweepsCompleted = results.Count(result => result.IsCompleteSweep),
            NotificationFailure =
                results.Select(result => result.NotificationFailure).FirstOrDefault(failure => failure is not null) ?? otherFailure,
            IntegrationFailure = invocation.Dispatcher.IntegrationFailure,
            RecordFailure = invocation.Record.Failure ?? invocation.Memory?.Failure ?? invocation.Limits.Failure,
        };
}
