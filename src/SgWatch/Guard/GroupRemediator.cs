using System.Collections.Immutable;
using SgWatch.Addresses;
using SgWatch.Calls;
using SgWatch.Incidents;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Verdicts;
using SgWatch.Verdicts.Planning;

namespace SgWatch.Guard;

/// <summary>Brings one group to a state that the policy permits: reads it, judges, changes, reads again, until nothing is left to change.</summary>
/// <remarks>
/// Before its first change it writes down what it is about to do, and waits until that is written: whoever comes after a crash finds there what
/// this guard may have done already.
/// </remarks>
internal sealed class GroupRemediator(
    ISecurityGroups groups, Policy policy, GuardOptions options, TimeProvider time, Retry retry, IncidentRecorder recorder, ChangeLimiter limiter)
{
    /// <summary>Works on the group until it complies, can't be changed, or the bound of rounds is reached.</summary>
    public async Task<GroupResult> CloseAsync(GroupWork work, DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        var changes = new GroupChanges(groups, work.GroupId, retry, time);
        var group = work.Known;
        var begun = work.Resumes;
        if (begun is not null)
        {
            changes.Doubt(begun.Planned, begun.Before);
        }
        Verdict? first = null;
        CallFailure? unchanged = null; // why the last round's plan wasn't carried out in full
        for (var round = 0; ; round++)
        {
            if (group is null)
            {
                var read = round == 0
                    ? await new ConsistencyRetry(options, time, retry).RunAsync(token => groups.ReadAsync(work.GroupId, token), cancellationToken)
                    : await retry.RunAsync(token => groups.ReadAsync(work.GroupId, token), cancellationToken);
                if (read is CallResult<SecurityGroup>.Failed(var unread))
                {
                    return Unread(work, unread, begun ?? (first is null ? null : Incident(work, first, changes, startedAt)), changes, startedAt);
                }
                group = ((CallResult<SecurityGroup>.Ok)read).Value;
            }
            changes.Settle(group);
            var (lists, unreadList) = await ReadPrefixListsAsync(group, cancellationToken);
            var verdict = await JudgeAsync(group, lists, work.InspectionCause, cancellationToken);
            first ??= verdict;
            if (verdict.Plan.IsEmpty)
            {
                return await EndedAsync(work, first, begun, verdict, changes, unreadList, startedAt, cancellationToken);
            }
            if (unchanged is { Kind: not CallFailureKind.Transient } || round == options.MaxRounds || !retry.HasTimeFor(default))
            {
                return await EndedAsync(work, first, begun, verdict, changes, unchanged ?? StillOpen(round), startedAt, cancellationToken);
            }
            var taking = limiter.TryTakeAsync(group, cancellationToken);
            if (begun is null)
            {
                (begun, var isJoined) = await recorder.BeginAsync(Incident(work, first, changes, startedAt), cancellationToken);
                if (isJoined)
                {
                    changes.Doubt(begun.Planned, begun.Before);
                }
            }
            if (!await taking) // asked for while the record was being written: the group waits for the slower of the two
            {
                return await BeyondLimitAsync(work, first, begun, verdict, changes, startedAt, cancellationToken);
            }
            unchanged = await changes.ApplyAsync(verdict.Plan, begun.Id, cancellationToken);
            group = null;
        }
    }

    // a list that isn't there or may not be read is unresolved, which the verdict reports; one that could be read later makes the look fail
    private async Task<(PrefixLists Lists, CallFailure? Failure)> ReadPrefixListsAsync(SecurityGroup group, CancellationToken cancellationToken)
    {
        var entries = ImmutableDictionary<string, AddressSet>.Empty;
        CallFailure? failure = null;
        foreach (var id in Judge.PrefixListsOf(policy, group))
        {
            switch (await retry.RunAsync(token => groups.ReadPrefixListAsync(id, token), cancellationToken))
            {
                case CallResult<AddressSet>.Ok(var addresses):
                    entries = entries.Add(id, addresses);
                    break;
                case CallResult<AddressSet>.Failed({ Kind: CallFailureKind.Transient } transient):
                    failure = transient;
                    break;
            }
        }
        return (new(entries), failure);
    }

    // a rule that the guard itself added isn't somebody's change, when it comes back as an event
    private async Task<Verdict> JudgeAsync(SecurityGroup group, PrefixLists lists, InspectionCause occasion, CancellationToken cancellationToken)
    {
        var verdict = Judge.Decide(new(policy, group, lists, occasion, time.GetUtcNow()));
        if (!verdict.Findings.Any(f => f is { Action: not FindingAction.None, Rule: { } rule } && AddedRule.IsMarked(rule) && occasion.Changed.Contains(rule)))
        {
            return verdict;
        }
        var own = await recorder.AddedAsync(group, time.GetUtcNow(), cancellationToken); // the mark is anybody's to write
        return Judge.Decide(new(policy, group, lists, occasion with { Changed = occasion.Changed.Without(own) }, time.GetUtcNow()));
    }

    private GroupResult Unread(GroupWork work, CallFailure unread, Incident? known, GroupChanges changes, DateTimeOffset startedAt)
    {
        var isGone = unread.Kind == CallFailureKind.NotFound; // and with it all it admitted
        if (isGone && (known is null || (changes.IsEmpty && work.Resumes is null)))
        {
            return new(work.GroupId, GuardOutcome.Compliant);
        }
        var incident = known ?? Incident(work, new(new(work.GroupId, "not read"), [], Plan.Nothing), changes, startedAt);
        return Result(work, With(incident, changes) with
        {
            Outcome = isGone ? IncidentOutcome.Reverted : IncidentOutcome.Failed,
            Failure = isGone ? null : unread,
        });
    }

    private async Task<GroupResult> EndedAsync(
        GroupWork work, Verdict first, Incident? begun, Verdict last, GroupChanges changes, CallFailure? failure,
        DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        if (begun is not null && changes.IsEmpty && failure is null)
        {
            switch (await recorder.WithdrawAsync(begun, cancellationToken))
            {
                case Withdrawal.Withdrawn:
                    begun = null;
                    break;
                case Withdrawal.Shared: // the other guard may have died after its change
                    changes.DoubtShared();
                    changes.Settle(last.Group);
                    break;
                case Withdrawal.Ended:
                    return new(work.GroupId, GuardOutcome.Compliant);
            }
        }
        else if (begun is not null && changes.IsShared && await recorder.IsSharedAsync(begun, cancellationToken))
        {
            changes.DoubtShared();
            changes.Settle(last.Group);
        }
        if (begun is not null && changes.IsEmpty && failure is null)
        {
            await recorder.MarkNotifiedAsync(begun, cancellationToken); // it came to nothing, and nobody is to look for it again
            begun = null;
        }
        var isToBeTold = begun is not null || (work.Resumes is null && first.Findings.Any(finding => finding.Action == FindingAction.Alert));
        if (failure is null && changes.IsEmpty && !isToBeTold)
        {
            return new(work.GroupId, GuardOutcome.Compliant);
        }
        var outcome = failure is not null ? IncidentOutcome.Failed : changes.IsEmpty ? IncidentOutcome.Alerted : IncidentOutcome.Reverted;
        var incident = With(begun ?? Incident(work, first, changes, startedAt), changes) with { Outcome = outcome, After = last.Group, Failure = failure };
        return Result(work, outcome == IncidentOutcome.Alerted
            ? incident with { Id = IncidentId.OfAlert(incident.Before, incident.Findings, incident.StartedAt) }
            : incident);
    }

    private async Task<GroupResult> BeyondLimitAsync(
        GroupWork work, Verdict first, Incident begun, Verdict last, GroupChanges changes, DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        var why = $"the limit of {limiter.ChangesPerHour} changes an hour in this account and region is reached, so it is only reported";
        var reported = first with { Findings = [.. first.Findings.Select(f => f.IsActedOn ? f with { Action = FindingAction.Alert, Why = $"{f.Why}; {why}" } : f)] };
        var failure = changes.IsEmpty ? null : new CallFailure(CallFailureKind.Rejected, "Revert", "ChangesPerHour", why);
        var result = await EndedAsync(work with { Resumes = null }, reported, begun, last, changes, failure, startedAt, cancellationToken);
        return result with { IsBeyondLimit = true };
    }

    private static CallFailure StillOpen(int rounds) => new(CallFailureKind.Transient, "Revert", "StillOpen",
        $"the group doesn't comply after {rounds} rounds of changes, or there was no time for another");

    private static GroupResult Result(GroupWork work, Incident incident)
    {
        var mustRetry = incident.Failure is { Kind: CallFailureKind.Transient };
        return new(work.GroupId, incident.Outcome switch
        {
            IncidentOutcome.Reverted => GuardOutcome.Reverted,
            IncidentOutcome.Alerted => GuardOutcome.Alerted,
            _ => GuardOutcome.Failed,
        })
        {
            Revoked = incident.Revoked,
            Authorized = incident.Authorized,
            // a failure that the next try may mend, before anything was changed, is the next try's to tell
            Incident = mustRetry && incident.Revoked.IsEmpty && incident.Authorized.IsEmpty ? null : incident,
            Failure = incident.Failure,
            MustRetry = mustRetry,
        };
    }

    private Incident With(Incident incident, GroupChanges changes) => incident with
    {
        Revoked = changes.Revoked,
        Authorized = changes.Authorized,
        Calls = changes.Calls,
        EndedAt = time.GetUtcNow(),
    };

    private Incident Incident(GroupWork work, Verdict first, GroupChanges changes, DateTimeOffset startedAt) => With(
        new(IncidentId.Of(first.Group, work.Hint.Origins, first.Findings), IncidentOutcome.Intended, first.Group)
        {
            Account = first.Group.OwnerId ?? work.Hint.AccountRegion.Account,
            Region = first.Group.Region ?? work.Hint.AccountRegion.Region,
            Origins = work.Hint.Origins,
            Findings = first.Findings,
            Planned = first.Plan,
            StartedAt = startedAt,
            PolicySource = policy.Source,
            PolicySha256 = policy.Sha256,
            Mode = policy.Mode,
        },
        changes);
}
