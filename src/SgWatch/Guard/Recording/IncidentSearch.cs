using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Retrying;
using SgWatch.Incidents;

namespace SgWatch.Guard.Recording;

/// <summary>Finds incidents in the record: by day, by group, or by id.</summary>
/// <param name="record">The record.</param>
/// <param name="time">The clock.</param>
public sealed class IncidentSearch(IIncidentRecord record, TimeProvider time)
{
    /// <summary>How many days the record keeps an incident.</summary>
    public const int MaxDays = 400;

    /// <summary>How many days are searched for an incident if nobody says.</summary>
    public const int DefaultDays = 90;

    private const int DaysAtOnce = 8;

    /// <summary>Tries a call again. Null to try once.</summary>
    public Retry? Retry { get; init; }

    /// <summary>The latest incidents, the latest first.</summary>
    /// <param name="days">How many days to go back, with today.</param>
    /// <param name="most">The most incidents to return.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<CallResult<ImmutableArray<IncidentEntry>>> LatestAsync(int days, int most, CancellationToken cancellationToken)
    {
        var entries = ImmutableArray.CreateBuilder<IncidentEntry>();
        for (var day = 0; day < days && entries.Count < most; day++)
        {
            if (!(await DayAsync(day, most - entries.Count, cancellationToken)).TryGet(out var found, out var failure))
            {
                return failure;
            }
            entries.AddRange(found);
        }
        return entries.ToImmutable();
    }

    /// <summary>A group's incidents, the latest first.</summary>
    /// <param name="group">The group, as ACCOUNT/REGION/sg-….</param>
    /// <param name="days">How many days to go back.</param>
    /// <param name="most">The most incidents to return.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<CallResult<ImmutableArray<IncidentEntry>>> OfGroupAsync(
        string group, int days, int most, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow().AddDays(-days);
        var history = await TryAsync(token => record.HistoryAsync(group, since, token), cancellationToken);
        return history.TryGet(out var found, out var failure)
            ? new CallResult<ImmutableArray<IncidentEntry>>.Ok([.. found.Reverse().Take(most)])
            : failure;
    }

    /// <summary>The incident with this id, of the last <see cref="DefaultDays"/> days. Null if there is none.</summary>
    public Task<CallResult<IncidentEntry?>> FindAsync(string id, CancellationToken cancellationToken) =>
        FindAsync(id, DefaultDays, static _ => { }, cancellationToken);

    /// <summary>The incident with this id. The latest days are searched first, and no other incident is read.</summary>
    /// <param name="id">The id.</param>
    /// <param name="days">How many days to go back, with today.</param>
    /// <param name="onSearched">Is called while the search goes on, with the number of days without the incident.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>Null if there is none.</returns>
    public async Task<CallResult<IncidentEntry?>> FindAsync(
        string id, int days, Action<int> onSearched, CancellationToken cancellationToken)
    {
        foreach (var some in Enumerable.Range(0, days).Chunk(DaysAtOnce))
        {
            foreach (var day in await Task.WhenAll(some.Select(daysAgo =>
                TryAsync(token => record.FindAsync(Day(daysAgo), id, token), cancellationToken))))
            {
                if (!day.TryGet(out var found, out var failure))
                {
                    return failure;
                }
                if (found is not null)
                {
                    return found;
                }
            }
            onSearched(some[^1] + 1);
        }
        return new CallResult<IncidentEntry?>.Ok(null);
    }

    private Task<CallResult<ImmutableArray<IncidentEntry>>> DayAsync(int daysAgo, int most, CancellationToken cancellationToken) =>
        TryAsync(token => record.DayAsync(Day(daysAgo), isUnnotified: false, most, token), cancellationToken);

    private DateOnly Day(int daysAgo) => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime.AddDays(-daysAgo));

    private Task<CallResult<T>> TryAsync<T>(Func<CancellationToken, Task<CallResult<T>>> call, CancellationToken cancellationToken) =>
        Retry?.RunAsync(call, cancellationToken) ?? call(cancellationToken);
}
