using SgWatch.Calls;
using SgWatch.Incidents;
using SgWatch.Rules;

namespace SgWatch.Guard.Reconciling;

/// <summary>
/// Brings one group to comply, in rounds: read it, judge it, record what is to change, apply it. Each round verifies the one before.
/// </summary>
/// <remarks>
/// Before its first change it records what it is about to do, and waits until that is written. Whoever comes after a crash finds there what
/// this guard may have done already.
/// </remarks>
internal sealed class Remediation
{
    private readonly InvocationContext _invocation;
    private readonly GroupWork _work;
    private readonly GroupChanges _changes;
    private readonly RemediationIncident _incident;
    private readonly LiveJudge _judge;

    /// <param name="invocation">What every step needs.</param>
    /// <param name="work">The group, and why it is reconciled.</param>
    public Remediation(InvocationContext invocation, GroupWork work)
    {
        (_invocation, _work) = (invocation, work);
        _changes = new(work.Groups, work.GroupId, invocation.Retry, invocation.Time);
        _incident = new(invocation, work, _changes);
        _judge = new(invocation, work);
    }

    /// <summary>Works on the group until it complies, can't be changed, or the bound of rounds is reached.</summary>
    public async Task<GroupResult> RunAsync(CancellationToken cancellationToken)
    {
        var end = await RemediateAsync(cancellationToken);
        return await new RemediationConclusion(_invocation, _work, _changes, _incident).ConcludeAsync(end, cancellationToken);
    }

    private async Task<RemediationEnd> RemediateAsync(CancellationToken cancellationToken)
    {
        CallFailure? unapplied = null; // why the last round's plan wasn't applied in full
        for (var round = 0; ; round++)
        {
            var read = await ReadAsync(isFirst: round == 0, cancellationToken);
            if (!read.TryGet(out var group, out var unreadable))
            {
                return new RemediationEnd.Unreadable(unreadable);
            }
            _changes.Verify(group);
            var (verdict, unreadList) = await _judge.JudgeAsync(group, cancellationToken);
            _invocation.Steps.Judged(round, verdict);
            _incident.See(verdict);
            if (verdict.Plan.IsEmpty)
            {
                return new RemediationEnd.NothingToChange(verdict, unreadList);
            }
            if (WhyStop(round, unapplied) is { } why)
            {
                return new RemediationEnd.StillViolates(verdict, why);
            }
            var (recorded, isWithinLimit) = await RecordAsync(group, cancellationToken);
            if (!isWithinLimit)
            {
                return new RemediationEnd.BeyondLimit(verdict);
            }
            unapplied = await _changes.ApplyAsync(verdict.Plan, recorded.Id, cancellationToken);
        }
    }

    private async Task<CallResult<SecurityGroup>> ReadAsync(bool isFirst, CancellationToken cancellationToken)
    {
        if (isFirst && _work.Known is { } known)
        {
            return known;
        }
        return isFirst
            ? await _invocation.ConsistencyRetry.RunAsync(token => _work.Groups.ReadAsync(_work.GroupId, token), cancellationToken)
            : await _invocation.Retry.RunAsync(token => _work.Groups.ReadAsync(_work.GroupId, token), cancellationToken);
    }

    // a failure that a retry may mend is no reason to stop, as long as there are rounds and time
    private CallFailure? WhyStop(int round, CallFailure? unapplied)
    {
        if (unapplied is { Kind: not CallFailureKind.Transient })
        {
            return unapplied;
        }
        var canGoOn = round < _invocation.Options.MaxRounds && _invocation.Retry.HasTimeFor(TimeSpan.Zero);
        return canGoOn ? null : unapplied ?? new(CallFailureKind.Transient, "Revert", "StillOpen",
            $"the group doesn't comply after {round} rounds of changes, or there was no time for another");
    }

    // both at once: the group waits for the slower of the two
    private async Task<(Incident Recorded, bool IsWithinLimit)> RecordAsync(SecurityGroup group, CancellationToken cancellationToken)
    {
        var isWithinLimit = _invocation.Limits.TryTakeAsync(new(group.OwnerId, group.Region), cancellationToken);
        var recorded = await _incident.RecordAsync(cancellationToken);
        return (recorded, await isWithinLimit);
    }
}
