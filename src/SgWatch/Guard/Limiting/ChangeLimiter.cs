using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SgWatch.Calls;
using SgWatch.Changes;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Retrying;
using SgWatch.Incidents;
using SgWatch.Policies;
using SgWatch.Verdicts;

namespace SgWatch.Guard.Limiting;

/// <summary>
/// Keeps the policy's limits: so many changes an hour in one account and region, and no notification for each round of a fight.
/// </summary>
/// <remarks>A counter that doesn't answer stops nothing: the guard goes on as if the counter were at zero.</remarks>
/// <param name="counters">The counters.</param>
/// <param name="limits">The policy's limits.</param>
/// <param name="retry">Tries again, briefly: a group may be open meanwhile.</param>
internal sealed class ChangeLimiter(ICounters counters, Limits limits, Retry retry)
{
    private const int MaxGroupsOfSet = 2000; // a set is one item of the table, and an item has a bound
    private static readonly TimeSpan DigestEach = TimeSpan.FromMinutes(45); // a sweep comes by each hour, by its own clock

    private static readonly TimeSpan FailedEach = TimeSpan.FromHours(23); // daily, with the sweep of the same hour
    private static readonly TimeSpan SharedEach = TimeSpan.FromDays(365);

    private readonly Retry _briefly = retry.Briefly();

    /// <summary>How many changes an hour there may be.</summary>
    public int ChangesPerHour => limits.ChangesPerHour;

    /// <summary>How often a rule is taken away within an hour before it is a fight.</summary>
    public int FightsAfter => Math.Max(1, limits.FightsAfter);

    /// <summary>The first counter that failed; null if none did.</summary>
    public CallFailure? Failure { get; private set; }

    /// <summary>Takes the change of a group from an hour's budget of its account and region.</summary>
    /// <remarks>
    /// One, however many rules go: a group opened in hundreds of pieces must not be what the guard refuses to close. A group that was
    /// changed within the hour is counted already. A budget of more groups than a set may hold is divided among several sets.
    /// </remarks>
    /// <returns>What was taken; null if there is no room.</returns>
    public async Task<BudgetTicket?> TakeAsync(AccountRegion accountRegion, BudgetClaim claim, CancellationToken cancellationToken)
    {
        var sets = 1 + (Math.Max(0, limits.ChangesPerHour - 1) / MaxGroupsOfSet);
        var key = $"changes/{Key(accountRegion, claim.Budget)}/{Number(claim.GroupId) % sets}";
        var change = claim.At("0");
        var counted = ValueOr([], await _briefly.RunAsync(
            (idempotencyToken, token) =>
            {
                change = claim.At(idempotencyToken);
                return counters.AddToSetAsync(key, change.ToString(), token);
            },
            cancellationToken));
        var changes = counted.Select(text => BudgetedChange.TryParse(text, out var other) ? other : null).OfType<BudgetedChange>().ToList();
        var ticket = new BudgetTicket(key, change.ToString());
        if (counted.IsEmpty || new HourBudget(limits.ChangesPerHour / sets).HasRoomFor(change, changes))
        {
            return ticket;
        }
        await GiveBackAsync(ticket, cancellationToken);
        return null;
    }

    /// <summary>Gives back what was taken for a change that came to nothing.</summary>
    public async Task GiveBackAsync(BudgetTicket ticket, CancellationToken cancellationToken) => ValueOr(
        default, await _briefly.RunAsync(token => counters.RemoveFromSetAsync(ticket.Key, ticket.Member, token), cancellationToken));

    /// <summary>True if people don't know yet, within this hour, that a budget of an account and region has no room left.</summary>
    public Task<bool> IsFirstBeyondAsync(AccountRegion accountRegion, ChangeBudget budget, CancellationToken cancellationToken) =>
        IsFirstAsync($"beyond/{Key(accountRegion, budget)}", ICounters.Window, cancellationToken);

    /// <summary>Counts what was taken away, rule by rule. The rule that was taken away least often within the hour decides.</summary>
    public async Task<FightRound> CountAsync(Incident incident, CancellationToken cancellationToken)
    {
        var counts = await Task.WhenAll(FightCounters.Of(incident).Select(key => AddAsync(key, 1, cancellationToken)));
        long after = FightsAfter;
        return counts switch
        {
            [] => FightRound.None,
            _ when counts.Any(count => count < after) => FightRound.None,
            _ when counts.Contains(after) => FightRound.First,
            _ => FightRound.Later,
        };
    }

    /// <summary>
    /// True if a digest of the fight is due: none, and not the fight's first notification, was sent since the last sweep.
    /// </summary>
    public Task<bool> IsDigestDueAsync(Incident incident, CancellationToken cancellationToken) =>
        IsFirstAsync($"digest/{FightKey(incident)}", DigestEach, cancellationToken);

    /// <summary>
    /// False if people were notified within the day that the same call failed for the same findings. What may succeed later isn't lasting.
    /// </summary>
    public async Task<bool> IsFailureDueAsync(Incident incident, CancellationToken cancellationToken)
    {
        if (incident is not { Outcome: IncidentOutcome.Failed, Failure: { Kind: not CallFailureKind.Transient } failure })
        {
            return true;
        }
        // not the rules that stay because they were there before: the next of them that is acted on is news
        var what = IncidentId.Of(incident.Before, [], incident.Findings.Where(finding => finding.Action != FindingAction.None));
        return await IsFirstForAsync(incident, $"failed/{what}/{failure.Operation}/{failure.Code}", FailedEach, cancellationToken);
    }

    /// <summary>True if people don't know yet that a group is left alone where another account shares it.</summary>
    /// <param name="incident">What is wrong with the group.</param>
    /// <param name="sharedWith">Where it is shared.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<bool> IsFirstSharedAsync(Incident incident, AccountRegion sharedWith, CancellationToken cancellationToken) =>
        IsFirstForAsync(
            incident, $"shared/{sharedWith.Account}/{sharedWith.Region}/{incident.Before.GroupId}", SharedEach, cancellationToken);

    /// <summary>What a fight is about: a group, and who puts the rules back. By role, because a robot's sessions have many names.</summary>
    public static string FightKey(Incident incident) => $"{IncidentKey.Of(incident).Group}/{FightNotification.Opponent(incident)}";

    /// <summary>Counts one more of something.</summary>
    /// <returns>How many were counted within the last hour, with this one. Each caller gets another number.</returns>
    public Task<long> CountAsync(string key, CancellationToken cancellationToken) => AddAsync(key, 1, cancellationToken);

    /// <summary>True if nobody asked this within the period.</summary>
    public async Task<bool> IsFirstAsync(string key, TimeSpan period, CancellationToken cancellationToken) =>
        ValueOr(true, await _briefly.RunAsync(
            (idempotencyToken, token) => counters.IsFirstAsync(key, period, idempotencyToken, token), cancellationToken));

    private static string Key(AccountRegion accountRegion, ChangeBudget budget) =>
        $"{accountRegion.Account}/{accountRegion.Region}/{budget}";

    private static int Number(string groupId) => BinaryPrimitives.ReadUInt16BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(groupId)));

    // an incident that asks again, because its message was lost, is answered the same; one of a later sweep may have its id
    private async Task<bool> IsFirstForAsync(Incident incident, string key, TimeSpan period, CancellationToken cancellationToken) =>
        ValueOr(true, await _briefly.RunAsync(
            token => counters.IsFirstAsync(key, period, $"{incident.Id} {incident.EndedAt:O}", token), cancellationToken));

    private async Task<long> AddAsync(string key, int count, CancellationToken cancellationToken) =>
        ValueOr(0, await _briefly.RunAsync(
            (idempotencyToken, token) => counters.AddAsync(key, count, idempotencyToken, token), cancellationToken));

    private T ValueOr<T>(T otherwise, CallResult<T> result)
    {
        if (result.TryGet(out var value, out var failure))
        {
            return value;
        }
        Failure ??= failure;
        return otherwise;
    }
}
