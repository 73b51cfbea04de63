using System.Collections.Immutable;
using SgWatch.Addresses;
using SgWatch.Incidents;
using SgWatch.Policies;
using SgWatch.Rules;

namespace SgWatch.Guard;

/// <summary>Brings one group to a state that the policy permits: reads it, judges, changes, reads again, until nothing is left to change.</summary>
internal sealed class GroupCloser(ISecurityGroups groups, Policy policy, GuardOptions options, TimeProvider time, Retry retry)
{
    /// <summary>Works on the group until it complies, can't be changed, or the bound of rounds is reached.</summary>
    public async Task<GroupResult> CloseAsync(GroupWork work, DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        var changes = new GroupChanges(groups, work.GroupId, retry);
        var group = work.Known;
        Verdict? first = null;
        CallFailure? unchanged = null; // why the last round's plan wasn't carried out in full
        for (var round = 0; ; round++)
        {
            if (group is null)
            {
                var read = round == 0
                    ? await new LookAgain(options, time, retry).RunAsync(token => groups.ReadAsync(work.GroupId, token), cancellationToken)
                    : await retry.RunAsync(token => groups.ReadAsync(work.GroupId, token), cancellationToken);
                if (read is CallResult<SecurityGroup>.Failed(var unread))
                {
                    return Unread(work, unread, first, changes, startedAt);
                }
                group = ((CallResult<SecurityGroup>.Ok)read).Value;
                changes.Settle(group);
            }
            var (lists, unreadList) = await ReadPrefixListsAsync(group, cancellationToken);
            var verdict = Judge.Decide(policy, group, lists, work.Occasion, time.GetUtcNow());
            first ??= verdict;
            if (verdict.Plan.IsEmpty)
            {
                return Ended(work, first, verdict, changes, unreadList, startedAt);
            }
            if (unchanged is { Kind: not CallFailureKind.Transient } || round == options.MaxRounds || !retry.HasTimeFor(default))
            {
                return Ended(work, first, verdict, changes, unchanged ?? StillOpen(round), startedAt);
            }
            unchanged = await changes.ApplyAsync(verdict.Plan, cancellationToken);
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

    private GroupResult Unread(GroupWork work, CallFailure unread, Verdict? first, GroupChanges changes, DateTimeOffset startedAt)
    {
        var isGone = unread.Kind == CallFailureKind.NotFound; // and with it all it admitted
        if (isGone && (first is null || changes.IsEmpty))
        {
            return new(work.GroupId, GuardOutcome.Compliant);
        }
        var before = first?.Group ?? new SecurityGroup(work.GroupId, "not read");
        var incident = Incident(work, isGone ? IncidentOutcome.Reverted : IncidentOutcome.Failed, before, first?.Findings ?? [], changes, startedAt);
        return Result(work, isGone ? incident : incident with { Failure = unread });
    }

    private GroupResult Ended(
        GroupWork work, Verdict first, Verdict last, GroupChanges changes, CallFailure? failure, DateTimeOffset startedAt)
    {
        var isToBeTold = first.Findings.Any(finding => finding.Action == FindingAction.Alert);
        if (failure is null && changes.IsEmpty && !isToBeTold)
        {
            return new(work.GroupId, GuardOutcome.Compliant);
        }
        var outcome = failure is not null ? IncidentOutcome.Failed : changes.IsEmpty ? IncidentOutcome.Alerted : IncidentOutcome.Reverted;
        return Result(work, Incident(work, outcome, first.Group, first.Findings, changes, startedAt) with { After = last.Group, Failure = failure });
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

    private Incident Incident(
        GroupWork work, IncidentOutcome outcome, SecurityGroup before, ImmutableArray<Finding> findings, GroupChanges changes, DateTimeOffset startedAt) =>
        new(IncidentId.Of(before, work.Look.Origins, findings), outcome, before)
        {
            Account = before.OwnerId ?? work.Look.Account,
            Region = before.Region ?? work.Look.Region,
            Origins = work.Look.Origins,
            Findings = findings,
            Revoked = changes.Revoked,
            Authorized = changes.Authorized,
            StartedAt = startedAt,
            EndedAt = time.GetUtcNow(),
            PolicySource = policy.Source,
            PolicySha256 = policy.Sha256,
            Mode = policy.Mode,
        };
}
