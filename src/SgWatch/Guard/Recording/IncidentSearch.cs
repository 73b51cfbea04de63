using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;

namespace SgWatch.Guard.Recording;

/// <summary>Finds incidents in the record: by day, by group, or by id.</summary>
/// <param name="record">The record.</param>
/// <param name="time">The clock.</param>
public sealed class IncidentSearch(IIncidentRecord record, TimeProvider time)
{
    /// <summary>How many days the record keeps an incident.</summary>
    public const int MaxDays = 400;

    private const int DaysAtOnce = 8;

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
        var history = await record.HistoryAsync(group, time.GetUtcNow().AddDays(-days), cancellationToken);
        return history.TryGet(out var found, out var failure)
            ? new CallResult<ImmutableArray<IncidentEntry>>.Ok([.. found.Reverse().Take(most)])
            : failure;
    }

    /// <summary>The incident with this id. Null if there is none. The latest days are searched first.</summary>
    public async Task<CallResult<IncidentEntry?>> FindAsync(string id, CancellationToken cancellationToken)
    {
        foreach (var days in Enumerable.Range(0, MaxDays).Chunk(DaysAtOnce))
        {
            foreach (var day in await Task.WhenAll(days.Select(day => DayAsync(day, int.MaxValue, cancellationToken))))
            {
                if (!day.TryGet(out var entries, out var failure))
                {
                    return failure;
                }
                if (entries.FirstOrDefault(entry => entry.Incident.Id == id) is { } found)
                {
                    return found;
                }
            }
        }
        return new CallResult<IncidentEntry?>.Ok(null);
    }

    private Task<CallResult<ImmutableArray<IncidentEntry>>> DayAsync(int daysAgo, int most, CancellationToken cancellationToken)
    {
        var day = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime.AddDays(-daysAgo));
        return record.DayAsync(day, isUnnotified: false, most, cancellationToken);
    }
}
