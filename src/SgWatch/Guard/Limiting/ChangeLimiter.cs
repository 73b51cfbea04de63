using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Retrying;
using SgWatch.Incidents;
using SgWatch.Policies;
using SgWatch.Rules;

namespace SgWatch.Guard.Limiting;

/// <summary>Keeps the policy's limits: so many changes an hour in one account and region, and no message for each round of a fight.</summary>
/// <remarks>A counter that can't be had stops nothing: the guard goes on as if it were at zero.</remarks>
/// <param name="counters">The counters.</param>
/// <param name="limits">The policy's limits.</param>
/// <param name="quick">How often a counter is asked.</param>
internal sealed class ChangeLimiter(ICounters counters, Limits limits, Retry quick)
{
    private const int MaxCounted = 20; // of an incident's rules: a fight is about a few
    private static readonly TimeSpan DigestEach = TimeSpan.FromMinutes(45); // a sweep comes by each hour, by its own clock

    /// <summary>How many changes an hour there may be.</summary>
    public int ChangesPerHour => limits.ChangesPerHour;

    /// <summary>How often a rule is taken away within an hour before it is a fight.</summary>
    public int FightsAfter => Math.Max(1, limits.FightsAfter);

    /// <summary>The first counter that failed; null if none did.</summary>
    public CallFailure? Failure { get; private set; }

    /// <summary>Takes one of the changes of groups that an account and region may have within the hour; false where there is none left.</summary>
    /// <remarks>However many rules it takes away: a group opened in hundreds of pieces must not be what the guard refuses to close.</remarks>
    public async Task<bool> TryTakeAsync(SecurityGroup group, CancellationToken cancellationToken)
    {
        var key = $"changes/{group.OwnerId}/{group.Region}";
        if (await AddAsync(key, 1, cancellationToken) <= limits.ChangesPerHour)
        {
            return true;
        }
        await AddAsync(key, -1, cancellationToken);
        return false;
    }

    /// <summary>Whether people are yet to be told, within this hour, that the guard only reports there.</summary>
    public Task<bool> IsFirstBeyondAsync(Incident incident, CancellationToken cancellationToken) =>
        IsFirstAsync($"beyond/{incident.Account}/{incident.Region}", ICounters.Window, cancellationToken);

    /// <summary>Counts what was taken away, rule by rule, and says how often the least fought over of them was, within the hour.</summary>
    public async Task<FightRound> CountAsync(Incident incident, CancellationToken cancellationToken)
    {
        var counts = await Task.WhenAll(incident.Revoked.Take(MaxCounted).Select(rule =>
            AddAsync($"fight/{FightKey(incident)}/{rule}", 1, cancellationToken)));
        long after = FightsAfter;
        return counts switch
        {
            [] => FightRound.None,
            _ when counts.Any(count => count < after) => FightRound.None,
            _ when counts.Contains(after) => FightRound.First,
            _ => FightRound.Later,
        };
    }

    /// <summary>Whether a digest of the fight is due: none, and not the first message of it, was sent since the last sweep.</summary>
    public Task<bool> IsDigestDueAsync(Incident incident, CancellationToken cancellationToken) =>
        IsFirstAsync($"digest/{FightKey(incident)}", DigestEach, cancellationToken);

    /// <summary>What a fight is about: a group, and who puts the rules back; by role, for a robot's sessions have many names.</summary>
    public static string FightKey(Incident incident) => $"{IncidentKey.Of(incident).Group}/{FightNotification.Opponent(incident)}";

    private async Task<long> AddAsync(string key, int count, CancellationToken cancellationToken) =>
        Value(await quick.RunAsync((idempotencyToken, token) => counters.AddAsync(key, count, idempotencyToken, token), cancellationToken), 0);

    /// <summary>Whether nobody asked this within the period.</summary>
    public async Task<bool> IsFirstAsync(string key, TimeSpan period, CancellationToken cancellationToken) =>
        Value(await quick.RunAsync((idempotencyToken, token) => counters.IsFirstAsync(key, period, idempotencyToken, token), cancellationToken), true);

    private T Value<T>(CallResult<T> result, T otherwise)
    {
        switch (result)
        {
            case CallResult<T>.Ok(var value):
                return value;
            default:
                Failure ??= ((CallResult<T>.Failed)result).Failure;
                return otherwise;
        }
    }
}
