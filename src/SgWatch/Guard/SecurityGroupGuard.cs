using System.Collections.Immutable;
using SgWatch.Events;
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
    private readonly Outbox _outbox = new(notifier);
    private readonly ToldAlerts _told = new(time);
    private string? _toldProblem;

    /// <summary>Handles what was handed in: an event, a batch of events, a sweep, a manual call, or anything else at all.</summary>
    /// <param name="message">The bytes.</param>
    /// <param name="deadline">When the invocation ends whatever happens.</param>
    /// <param name="cancellationToken">Ends the work between two changes.</param>
    public async Task<GuardAnswer> HandleAsync(ReadOnlyMemory<byte> message, DateTimeOffset deadline, CancellationToken cancellationToken)
    {
        var startedAt = time.GetUtcNow();
        var messages = EventReader.Read(message);
        var retry = new Retry(options, time, random, deadline);
        var inForce = await policies.GetAsync(cancellationToken);
        var (policy, problem) = inForce;
        var finder = new GroupFinder(provider, options, time, retry);
        using var places = new SemaphoreSlim(options.MaxGroupsAtOnce);

        var untold = await _outbox.SendAsync(ToTell(problem, policy), retry, cancellationToken);
        var found = await finder.FindAsync(Scope.Of(messages), cancellationToken);
        var closed = await Task.WhenAll(found.Work.Select(async work =>
        {
            await places.WaitAsync(cancellationToken);
            try
            {
                return await CloseAndTellAsync(work, policy, retry, startedAt, cancellationToken);
            }
            finally
            {
                places.Release();
            }
        }));
        ImmutableArray<LookResult> results = [.. found.Results, .. closed.Select(r => r with { Result = r.Result with { MustRetry = r.Result.MustRetry || inForce.IsStopgap } })];
        return new([.. results.Where(r => !r.IsSweptCompliant).Select(r => r.Result with { Origins = r.Look.Origins })])
        {
            IsBatch = messages.Any(m => m.MessageId is not null),
            FailedMessageIds = [.. results.Where(r => r.MustRetry).SelectMany(r => r.Look.MessageIds).Distinct()],
            IgnoredReasons = [.. messages.Select(m => m.Trigger).OfType<Trigger.Ignored>().Select(ignored => ignored.Reason)],
            Untold = closed.Select(r => r.Untold).OfType<CallFailure>().FirstOrDefault() ?? untold,
        };
    }

    // each problem once, however many messages come while it lasts
    private Notification? ToTell(string? problem, Policy inForce)
    {
        var told = Interlocked.Exchange(ref _toldProblem, problem);
        return problem is not null && problem != told ? PolicyNotification.For(problem, inForce) : null;
    }

    private async Task<LookResult> CloseAndTellAsync(
        GroupWork work, Policy policy, Retry retry, DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        var closer = new GroupCloser(provider.Open(work.Look.Account, work.Look.Region), policy, options, time, retry);
        var result = await closer.CloseAsync(work, startedAt, cancellationToken);
        if (result.Incident is not { } incident)
        {
            return new(work.Look, result);
        }
        if (incident.Outcome == IncidentOutcome.Alerted && _told.IsTold(incident))
        {
            return new(work.Look, result with { Incident = null });
        }
        await log.RecordAsync(incident, cancellationToken);
        var untold = await _outbox.SendAsync(IncidentNotification.For(incident), retry, cancellationToken);
        if (incident.Outcome == IncidentOutcome.Alerted)
        {
            _told.Remember(incident);
        }
        return new(work.Look, result) { Untold = untold };
    }
}
