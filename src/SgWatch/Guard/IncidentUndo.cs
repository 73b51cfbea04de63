using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Incidents;
using SgWatch.Policies;
using SgWatch.Rules;
using SgWatch.Verdicts;

namespace SgWatch.Guard;

/// <summary>Puts back exactly what an incident took, removes what the guard added, and records that as an incident of its own.</summary>
/// <param name="groups">By which the group is changed.</param>
/// <param name="record">Where it is recorded: before the change and after it.</param>
/// <param name="options">How often a call is tried.</param>
/// <param name="time">The clock.</param>
/// <param name="random">Spreads the tries.</param>
public sealed class IncidentUndo(ISecurityGroups groups, IIncidentRecord record, GuardOptions options, TimeProvider time, Random random)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>What is left to be put back and to be removed: nothing the second time.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="now">The group as it is.</param>
    public static Plan PlanOf(Incident incident, SecurityGroup now) => new(
        [.. now.Rules.Where(rule => incident.Authorized.Any(added => rule.HasSameTraffic(added)
            && (added.SecurityGroupRuleId is { } id ? rule.SecurityGroupRuleId == id : rule.Description == added.Description)))],
        [.. incident.Revoked.Where(rule => !now.Rules.Any(rule.HasSameTraffic)).Select(rule => rule with { SecurityGroupRuleId = null })]);

    /// <summary>When the policy would take away again what is put back.</summary>
    /// <param name="before">The group as it is. The actors of its cause are those who undo.</param>
    /// <param name="plan">What is to be done.</param>
    public static UndoForecast ForecastOf(Case before, Plan plan)
    {
        var rules = before.Group.Rules.Where(rule => !plan.Revoke.Contains(rule)).Concat(plan.Authorize);
        var after = before with { Group = before.Group with { Rules = [.. rules] } };
        bool IsTaken(InspectionCause cause) =>
            Judge.Decide(after with { Cause = cause }).Plan.Revoke.Any(rule => plan.Authorize.Any(rule.HasSameTraffic));
        return IsTaken(new(ChangedRules.Of([], plan.Authorize)) { Actors = before.Cause.Actors }) ? UndoForecast.AtOnce
            : IsTaken(InspectionCause.Sweep) ? UndoForecast.NextSweep
            : UndoForecast.Stays;
    }

    /// <summary>Carries it out.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="now">The group as it is.</param>
    /// <param name="plan">What is to be done, as <see cref="PlanOf"/> says.</param>
    /// <param name="policy">The policy in force, for the record.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="cancellationToken">Ends the work between two changes.</param>
    /// <returns>What was done: an incident of its own, with its failure if it has one. Without the record nothing is done.</returns>
    public async Task<CallResult<Incident>> RunAsync(
        Incident incident, SecurityGroup now, Plan plan, Policy policy, Actor actor, CancellationToken cancellationToken)
    {
        var startedAt = time.GetUtcNow();
        var retry = new Retry(options, time, random, startedAt + Limit);
        var undo = new Incident(IncidentId.After($"{incident.Id} {startedAt:O}"), IncidentOutcome.Intended, now)
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
        var begun = await retry.RunAsync((idempotencyToken, token) => record.BeginAsync(undo, startedAt + Limit, idempotencyToken, token), cancellationToken);
        if (begun is CallResult<IncidentEntry?>.Failed(var unrecorded))
        {
            return unrecorded;
        }
        var changes = new GroupChanges(groups, now.GroupId, retry, time);
        changes.Settle(now);
        var failure = await changes.ApplyAsync(plan, undo.Id, cancellationToken);
        var read = await retry.RunAsync(token => groups.ReadAsync(now.GroupId, token), cancellationToken);
        if (read is CallResult<SecurityGroup>.Ok(var after))
        {
            changes.Settle(after);
        }
        var done = undo with
        {
            Outcome = failure is null ? IncidentOutcome.Undone : IncidentOutcome.Failed,
            After = (read as CallResult<SecurityGroup>.Ok)?.Value,
            Failure = failure,
            Revoked = changes.Revoked,
            Authorized = changes.Authorized,
            Calls = changes.Calls,
            EndedAt = time.GetUtcNow(),
        };
        var ended = await retry.RunAsync((idempotencyToken, token) => record.EndAsync(done, startedAt + Limit, idempotencyToken, token), cancellationToken);
        var told = await retry.RunAsync(token => record.MarkNotifiedAsync(done, token), cancellationToken); // who did it knows it
        return ((ended as CallResult<bool>.Failed)?.Failure ?? (told as CallResult<Done>.Failed)?.Failure) is { } unended ? unended : done;
    }
}

/// <summary>What becomes of rules that are put back.</summary>
public enum UndoForecast
{
    /// <summary>The policy leaves them.</summary>
    Stays,

    /// <summary>The policy takes them away when the event of this very change arrives.</summary>
    AtOnce,

    /// <summary>The policy takes them away with the next sweep.</summary>
    NextSweep,
}
