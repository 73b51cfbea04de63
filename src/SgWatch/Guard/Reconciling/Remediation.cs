using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Limiting;
using SgWatch.Incidents;
using SgWatch.Rules;
using SgWatch.Verdicts;

namespace SgWatch.Guard.Reconciling;

/// <summary>
/// Brings one group to comply, in rounds: record what is to change, apply it, read the group, judge it. Each round verifies its changes.
/// </summary>
/// <remarks>
/// Before its first change it records what it is about to do, and waits until that is written. Whoever comes after a crash finds there what
/// this guard may have done already.
/// </remarks>
internal sealed class Remediation : IDisposable
{
    private const int MaxAsked = 3; // of the rules of one group: CloudTrail answers one question a second

    private readonly InvocationContext _invocation;
    private readonly GroupWork _work;
    private readonly GroupChanges _changes = new();
    private readonly PlanApplier _applier;
    private readonly RemediationIncident _incident;
    private readonly LiveJudge _judge;
    private readonly PlannedTags _tags;
    private BudgetTicket? _ticket;

    /// <param name="invocation">What every step needs.</param>
    /// <param name="work">The group, and why it is reconciled.</param>
    public Remediation(InvocationContext invocation, GroupWork work)
    {
        (_invocation, _work) = (invocation, work);
        _applier = new(work.Groups, work.GroupId, _changes, invocation.Retry, invocation.Time);
        _incident = new(invocation, work, _changes);
        _judge = new(invocation, work);
        _tags = new(invocation, work, _changes);
    }

    /// <summary>Works on the group until it complies, can't be changed, or the bound of rounds is reached.</summary>
    public async Task<GroupResult> RunAsync(CancellationToken cancellationToken)
    {
        var end = await RemediateAsync(RecordEntry.Of(_work), cancellationToken);
        if (end.LastVerdict is { } last)
        {
            await _judge.SettleAsync(last, _changes.Revoked, cancellationToken);
        }
        if (_ticket is { } ticket && _changes.IsEmpty)
        {
            await _invocation.Limits.GiveBackAsync(ticket, cancellationToken);
        }
        var result = await new RemediationConclusion(_invocation, _work, _changes, _incident).ConcludeAsync(end, cancellationToken);
        return result with
        {
            Unheard = end.LastVerdict is { } held
                ? UnheardGroup.Of(held.Verdict, _work.Inspection.AccountRegion, _judge.Makers)
                : null,
        };
    }

    /// <summary>The rules of which CloudTrail is to be asked who made them, now that a sweep has taken them away. Mostly none.</summary>
    public ImmutableArray<SecurityGroupRule> WithoutMaker(Incident incident) => !_work.Cause.IsSweep || _invocation.Calls is null
        || _work.Inspection.Origins.Any(origin => origin is not { EventId: null, EventTime: null }) ? [] :
    [
        .. incident.Findings
            .Where(finding => finding is { IsActedOn: true, MadeBy: null, Standing.Kind: Standing.New } && WasTaken(incident, finding.Rule))
            .Select(finding => finding.Rule!).DistinctBy(rule => rule.SecurityGroupRuleId).Take(MaxAsked),
    ];

    /// <summary>The incident with those who made such rules, as far as CloudTrail says.</summary>
    public async Task<Incident> WithMakersAsync(
        Incident incident, ImmutableArray<SecurityGroupRule> rules, CancellationToken cancellationToken)
    {
        var makers = await _judge.FindMakersAsync(rules, cancellationToken);
        ImmutableArray<Finding> findings =
        [
            .. incident.Findings.Select(finding => finding.MadeBy is null && makers.TryGetValue(IdOf(finding.Rule), out var maker)
                ? finding with { MadeBy = maker }
                : finding),
        ];
        return incident with { Findings = findings, Origins = [.. Incident.MakersOf(findings).Union(incident.Origins)] };
    }

    /// <summary>Whether it holds so many tags that people must be notified at once, although CloudTrail has to be asked before.</summary>
    public bool HasManyTags => _tags.AreMany;

    /// <summary>Lets go of the tags that it read. What was reported until then has them.</summary>
    public void Dispose() => _tags.Dispose();

    private static bool WasTaken(Incident incident, SecurityGroupRule? rule) =>
        rule is not null && incident.Revoked.Any(revoked => revoked.SecurityGroupRuleId == rule.SecurityGroupRuleId);

    private static string IdOf(SecurityGroupRule? rule) => rule?.SecurityGroupRuleId ?? "";

    private async Task<RemediationEnd> RemediateAsync(RecordEntry entry, CancellationToken cancellationToken)
    {
        if (entry is RecordEntry.Begun(var unfinished))
        {
            _changes.Doubt(unfinished.Planned, unfinished.Before);
        }
        var judged = await ReadAndJudgeAsync(round: 0, cancellationToken);
        if (!judged.TryGet(out var first, out var unreadable))
        {
            return new RemediationEnd.Unreadable(entry, unreadable);
        }
        if (IsOfOtherAccount(first.Verdict.Group, out var ownerId))
        {
            return new RemediationEnd.OfOtherAccount(entry, first.Verdict, ownerId);
        }
        if (_work.Known is not null && !first.Verdict.Plan.IsEmpty)
        {
            _judge.ReadMemoryAgain(); // a listing is some seconds old, and so is what was remembered then
            judged = await JudgeAsync(await ReadAsync(cancellationToken), round: 0, cancellationToken);
            if (!judged.TryGet(out first, out unreadable))
            {
                return new RemediationEnd.Unreadable(entry, unreadable);
            }
        }
        var last = first;
        AppliedPlan applied = new AppliedPlan.InFull();
        for (var round = 1; !last.Verdict.Plan.IsEmpty; round++)
        {
            if (MustStop(applied, rounds: round - 1, out var why))
            {
                return new RemediationEnd.StillViolates(entry, first.Verdict, last, why);
            }
            last = await _tags.ReadAsync(last, cancellationToken);
            first = round == 1 ? last : first;
            var claim = BudgetClaim.Of(last.Verdict, _work.Inspection.Changed, _work.Waited?.Waits);
            var (begun, isWithinLimit) = await RecordAsync(entry, first.Verdict, claim, cancellationToken);
            entry = begun;
            if (!isWithinLimit)
            {
                return new RemediationEnd.BeyondLimit(entry, first.Verdict, last, claim.Budget);
            }
            await _judge.ExpectRestAsync(last.Verdict.Plan, cancellationToken);
            applied = await _applier.ApplyAsync(last.Verdict.Plan, begun.Incident.Id, cancellationToken);
            judged = await ReadAndJudgeAsync(round, cancellationToken);
            if (!judged.TryGet(out last, out unreadable))
            {
                return new RemediationEnd.Unreadable(entry, unreadable);
            }
        }
        return new RemediationEnd.NothingToChange(entry, first.Verdict, last);
    }

    // AWS RAM shares groups: they are listed in the participant's account too, which may not change them
    private bool IsOfOtherAccount(SecurityGroup group, [NotNullWhen(true)] out string? ownerId)
    {
        ownerId = group.OwnerId;
        return ownerId is not null && _invocation.AccountOf(_work.Inspection.AccountRegion) is { } account && account != ownerId;
    }

    private async Task<CallResult<LiveVerdict>> ReadAndJudgeAsync(int round, CancellationToken cancellationToken)
    {
        var read = round == 0 && _work.Known is { } known ? known : await ReadAsync(cancellationToken);
        return await JudgeAsync(read, round, cancellationToken);
    }

    private async Task<CallResult<LiveVerdict>> JudgeAsync(
        CallResult<SecurityGroup> read, int round, CancellationToken cancellationToken)
    {
        if (!read.TryGet(out var shown, out var unreadable))
        {
            return unreadable;
        }
        _changes.Verify(shown);
        _work.Unshown?.Note(shown);
        var judged = await _judge.JudgeAsync(_changes.WithConfirmed(shown), cancellationToken);
        _invocation.Steps.Judged(round, judged.Verdict);
        return judged;
    }

    private Task<CallResult<SecurityGroup>> ReadAsync(CancellationToken cancellationToken) => _invocation.ConsistencyRetry.RunAsync(
        token => _work.Groups.ReadAsync(_work.GroupId, token), isTooOld: shown => !_changes.IsShownBy(shown), cancellationToken);

    // a failure that a retry may mend is no reason to stop, as long as there are rounds and time
    private bool MustStop(AppliedPlan applied, int rounds, [NotNullWhen(true)] out CallFailure? why)
    {
        var canGoOn = rounds < _invocation.Options.MaxRounds && _invocation.Retry.HasTimeFor(TimeSpan.Zero);
        why = applied switch
        {
            AppliedPlan.InPart({ Kind: not CallFailureKind.Transient } forGood) => forGood,
            _ when canGoOn => null,
            AppliedPlan.InPart(var forNow) => forNow,
            _ => new(CallFailureKind.Transient, "Revert", "StillOpen",
                $"the group doesn't comply after {rounds} rounds of changes, or there was no time for another"),
        };
        return why is not null;
    }

    // both at once: the group waits for the slower of the two; a remediation takes one change, however many rounds it has
    private async Task<(RecordEntry.Begun Begun, bool IsWithinLimit)> RecordAsync(
        RecordEntry entry, Verdict first, BudgetClaim claim, CancellationToken cancellationToken)
    {
        AccountRegion accountRegion = new(first.Group.OwnerId, first.Group.Region);
        var taken = _ticket is null
            ? _invocation.Limits.TakeAsync(accountRegion, claim, cancellationToken)
            : Task.FromResult<BudgetTicket?>(_ticket);
        var begun = await _incident.BeginAsync(entry, first, cancellationToken);
        _ticket = await taken;
        return (begun, _ticket is not null);
    }
}
