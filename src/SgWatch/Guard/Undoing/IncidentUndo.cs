using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Reconciling;
using SgWatch.Guard.Retrying;
using SgWatch.Incidents;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Verdicts;
using SgWatch.Verdicts.Baselines;

namespace SgWatch.Guard.Undoing;

/// <summary>
/// Puts back exactly what an incident took away, removes what the guard added, and records that as an incident of its own.
/// </summary>
/// <param name="groups">Reads and changes the group.</param>
/// <param name="record">Where it is recorded: before the change and after it.</param>
/// <param name="options">How often a call is tried.</param>
/// <param name="time">The clock.</param>
/// <param name="random">Spreads the retries and makes idempotency tokens.</param>
public sealed class IncidentUndo(ISecurityGroups groups, IIncidentRecord record, GuardOptions options, TimeProvider time, Random random)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Notes in the memory which rules were put back. The caller has noted there that they come. Null where there is no memory.
    /// </summary>
    public UndoneRules? UndoneRules { get; init; }

    /// <summary>What is left to put back and to remove. A second undo of the same incident finds nothing.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="now">The group as it is.</param>
    /// <returns>What is removed goes only once all that is put back is there.</returns>
    public static Plan PlanOf(Incident incident, SecurityGroup now)
    {
        var removed = now.Rules.Where(rule => incident.Authorized.Any(added => IsSame(rule, added))).ToList();
        var back = incident.Revoked.Where(rule => !now.Rules.Any(rule.HasSameTraffic))
            .Select(rule => rule with { SecurityGroupRuleId = null }).ToList();
        return new([.. removed], [.. back])
        {
            Replacements = [.. removed.SelectMany(old => back.Select(rule => new Plan.Replacement(old, rule)))],
        };
    }

    /// <summary>When the guard would take away again what is put back.</summary>
    /// <param name="before">The group as it is.</param>
    /// <param name="plan">What is to be done.</param>
    /// <param name="actor">Who undoes it.</param>
    /// <param name="memory">What is remembered of the group. Null where there is no memory.</param>
    public static UndoForecast ForecastOf(Case before, Plan plan, Actor actor, Recollection? memory = null)
    {
        // with ids, because the memory knows rules by their ids
        ImmutableArray<SecurityGroupRule> putBack =
            [.. plan.Authorize.Select((rule, i) => rule with { SecurityGroupRuleId = $"sgr-undone-{i}" })];
        var group = before.Group with { Rules = [.. before.Group.Rules.Where(rule => !plan.Revoke.Contains(rule)), .. putBack] };
        var origin = new Origin("Undo") { EventTime = before.Now, Actor = actor };
        var theEvent = before with { Group = group, Cause = new(ChangedRules.Of([], putBack).By(origin)) };
        var aSweep = before with { Group = group, Cause = InspectionCause.Sweep };
        var ofPolicy = ForecastOf(theEvent, aSweep, putBack);
        if (memory is null || ofPolicy == UndoForecast.Stays)
        {
            return ofPolicy;
        }
        var expected = plan.Authorize.Select(rule => new ExpectedRule(rule, BaselineReason.Undone, before.Now)).ToList();
        var recollection = memory with
        {
            Group = group,
            Memory = (memory.Memory ?? new(group.GroupId, before.Now)).Expecting(expected),
        };
        var named = putBack.ToImmutableDictionary(
            rule => rule.SecurityGroupRuleId!, _ => (RuleMaker)new RuleMaker.Named(origin, IsAuthorize: true));
        var remembered = ForecastOf(
            theEvent with { Standings = new RememberedStandings(recollection with { Makers = named }) },
            aSweep with { Standings = new RememberedStandings(recollection) },
            putBack);
        return remembered == UndoForecast.Stays ? UndoForecast.Tolerated : remembered;
    }

    private static UndoForecast ForecastOf(Case theEvent, Case aSweep, ImmutableArray<SecurityGroupRule> putBack)
    {
        return IsTakenAway(theEvent) ? UndoForecast.AtOnce
            : IsTakenAway(aSweep) ? UndoForecast.NextSweep
            : UndoForecast.Stays;

        bool IsTakenAway(Case after) => Judge.Decide(after).Plan.Revoke.Any(rule => putBack.Any(rule.HasSameTraffic));
    }

    /// <summary>Carries out the plan.</summary>
    /// <param name="incident">The incident to undo.</param>
    /// <param name="now">The group as it is.</param>
    /// <param name="plan">What is to be done, as <see cref="PlanOf"/> says.</param>
    /// <param name="policy">The policy in force, for the record.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="cancellationToken">Ends the work between two changes.</param>
    /// <returns>What was done: an incident of its own, with its failure if it has one. If it can't be recorded, nothing is done.</returns>
    public async Task<CallResult<Incident>> RunAsync(
        Incident incident, SecurityGroup now, Plan plan, Policy policy, Actor actor, CancellationToken cancellationToken)
    {
        var startedAt = time.GetUtcNow();
        var deadline = startedAt + Limit;
        var retry = new Retry(options, time, random, deadline);
        var undo = Intended(incident, now, plan, policy, actor, startedAt);
        var begun = await retry.RunAsync(
            (idempotencyToken, token) => record.BeginAsync(undo, deadline, idempotencyToken, token), cancellationToken);
        if (begun.FailureOrNull is { } notRecorded)
        {
            return notRecorded;
        }
        var done = await ApplyAsync(undo, retry, cancellationToken);
        if (UndoneRules is not null)
        {
            await UndoneRules.SettleAsync(done, actor, cancellationToken);
        }
        var ended = await retry.RunAsync(
            (idempotencyToken, token) => record.EndAsync(done, deadline, idempotencyToken, token), cancellationToken);
        // nobody is to be notified: whoever did it knows it
        var marked = await retry.RunAsync(token => record.MarkNotifiedAsync(done, token), cancellationToken);
        return (ended.FailureOrNull ?? marked.FailureOrNull) is { } notEnded ? notEnded : done;
    }

    private async Task<Incident> ApplyAsync(Incident undo, Retry retry, CancellationToken cancellationToken)
    {
        var groupId = undo.Before.GroupId;
        var changes = new GroupChanges();
        changes.Verify(undo.Before);
        var applier = new PlanApplier(groups, groupId, changes, retry, time);
        var applied = await applier.ApplyAsync(undo.Planned, undo.Id, cancellationToken);
        var read = await new ConsistencyRetry(options, time, retry).RunAsync(
            token => groups.ReadAsync(groupId, token), isTooOld: shown => !changes.IsShownBy(shown), cancellationToken);
        SecurityGroup? after = null;
        if (read.TryGet(out var shown, out _))
        {
            changes.Verify(shown);
            after = changes.WithConfirmed(shown);
        }
        return undo with
        {
            Outcome = applied is AppliedPlan.InFull ? IncidentOutcome.Undone : IncidentOutcome.Failed,
            After = after,
            Failure = (applied as AppliedPlan.InPart)?.Why,
            Revoked = changes.Revoked,
            Authorized = changes.Authorized,
            Unauthorized = [.. changes.Unauthorized.Select(failed => failed.Rule)],
            Calls = changes.Calls,
            EndedAt = time.GetUtcNow(),
        };
    }

    private static Incident Intended(
        Incident incident, SecurityGroup now, Plan plan, Policy policy, Actor actor, DateTimeOffset startedAt) =>
        new(IncidentId.After($"{incident.Id} {startedAt:O}"), IncidentOutcome.Intended, now)
        {
            Undoes = incident.Id,
            Account = now.OwnerId ?? incident.Account,
            Region = now.Region ?? incident.Region,
            Origins = [new("Undo") { EventTime = startedAt, Actor = actor }],
            Planned = plan,
            PolicySource = policy.Source,
            PolicySha256 = policy.Sha256,
            Mode = policy.Mode,
            StartedAt = startedAt,
            EndedAt = startedAt,
        };

    // the rule that the guard added: by its id or, if that was never known, by the description that it was given
    private static bool IsSame(SecurityGroupRule rule, SecurityGroupRule added) => rule.HasSameTraffic(added)
        && (added.SecurityGroupRuleId is { } id ? rule.SecurityGroupRuleId == id : rule.Description == added.Description);
}
