using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;

namespace SgWatch.Cli.Incidents;

/// <summary>Looks incidents up in the record: by day, by group, or by id.</summary>
internal sealed class IncidentStore(IIncidentRecord record, TimeProvider time)
{
    /// <summary>As long as the record keeps them.</summary>
    public const int MaxDays = 400;

    private const int DaysAtOnce = 8;

    /// <summary>The latest incidents, latest first.</summary>
    public async Task<CallResult<ImmutableArray<IncidentEntry>>> LatestAsync(int days, int most, CancellationToken cancellationToken)
    {
        var entries = ImmutableArray.CreateBuilder<IncidentEntry>();
        for (var day = 0; day < days && entries.Count < most; day++)
        {
            switch (await record.DayAsync(Day(day), isUnnotified: false, most - entries.Count, cancellationToken))
            {
                case CallResult<ImmutableArray<IncidentEntry>>.Ok(var found):
                    entries.AddRange(found);
                    break;
                case CallResult<ImmutableArray<IncidentEntry>>.Failed failed:
                    return failed;
            }
        }
        return entries.ToImmutable();
    }

    /// <summary>A group's incidents, latest first.</summary>
    public async Task<CallResult<ImmutableArray<IncidentEntry>>> OfGroupAsync(string group, int days, int most, CancellationToken cancellationToken) =>
        await record.HistoryAsync(group, time.GetUtcNow().AddDays(-days), cancellationToken) switch
        {
            CallResult<ImmutableArray<IncidentEntry>>.Ok(var found) => new CallResult<ImmutableArray<IncidentEntry>>.Ok([.. found.Reverse().Take(most)]),
            var failed => failed,
        };

    /// <summary>The incident of an id; null if there is none. The latest days are looked at first.</summary>
    public async Task<CallResult<IncidentEntry?>> FindAsync(string id, CancellationToken cancellationToken)
    {
        foreach (var days in Enumerable.Range(0, MaxDays).Chunk(DaysAtOnce))
        {
            foreach (var day in await Task.WhenAll(days.Select(d => record.DayAsync(Day(d), isUnnotified: false, int.MaxValue, cancellationToken))))
            {
                switch (day)
                {
                    case CallResult<ImmutableArray<IncidentEntry>>.Failed(var failure):
                        return failure;
                    case CallResult<ImmutableArray<IncidentEntry>>.Ok(var found) when found.FirstOrDefault(entry => entry.Incident.Id == id) is { } entry:
                        return entry;
                }
            }
        }
        return new CallResult<IncidentEntry?>.Ok(null);
    }

    private DateOnly Day(int before) => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime.AddDays(-before));
}
