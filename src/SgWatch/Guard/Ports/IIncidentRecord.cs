using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Incidents;

namespace SgWatch.Guard.Ports;

/// <summary>Keeps incidents, each once, however many guards handle the same events at the same time.</summary>
/// <remarks>
/// An incident is written before the change, again when it has ended, and marked once people were notified. Every method is one logical
/// call without retries: the guard retries, with the same idempotency token.
/// </remarks>
public interface IIncidentRecord
{
    /// <summary>
    /// Writes what is about to be changed, unless the incident has an entry already. Either way this guard is added to it.
    /// </summary>
    /// <param name="intended">The incident, <see cref="IncidentOutcome.Intended"/>.</param>
    /// <param name="until">The end of the lease: by then the guard is done with the change, or dead.</param>
    /// <param name="idempotencyToken">Names this call and each of its retries.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The entry that existed before this call. Null if there was none, or if an earlier try with this token made it.</returns>
    Task<CallResult<IncidentEntry?>> BeginAsync(
        Incident intended, DateTimeOffset until, string idempotencyToken, CancellationToken cancellationToken);

    /// <summary>
    /// Writes how an incident ended, and leases the notification, unless another guard has the lease or people know already.
    /// </summary>
    /// <param name="ended">The incident. It may end without having begun.</param>
    /// <param name="until">The end of the lease: by then the guard has notified people, or is dead.</param>
    /// <param name="idempotencyToken">Names this call and each of its retries: they share the lease.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>True if it was written, so that this guard is to notify people.</returns>
    Task<CallResult<bool>> EndAsync(Incident ended, DateTimeOffset until, string idempotencyToken, CancellationToken cancellationToken);

    /// <summary>Marks that people were notified of this outcome, or that there is nothing to notify them of.</summary>
    /// <param name="ended">The incident.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<CallResult<Done>> MarkNotifiedAsync(Incident ended, CancellationToken cancellationToken);

    /// <summary>Leaves it to a digest to notify people.</summary>
    /// <param name="ended">The incident.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<CallResult<Done>> DeferAsync(Incident ended, CancellationToken cancellationToken);

    /// <summary>Takes back an incident that was begun and came to nothing.</summary>
    /// <param name="intended">The incident, as it was begun.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<CallResult<Withdrawal>> WithdrawAsync(Incident intended, CancellationToken cancellationToken);

    /// <summary>A group's incidents since a time, oldest first.</summary>
    /// <param name="group">The group's key, from <see cref="IncidentKey.GroupOf"/>.</param>
    /// <param name="since">The earliest time.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<CallResult<ImmutableArray<IncidentEntry>>> HistoryAsync(string group, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>The incidents that began on a day (UTC), latest first. What was written in the last seconds may be missing.</summary>
    /// <param name="day">The day.</param>
    /// <param name="isUnnotified">True for only those of which people weren't notified yet.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<CallResult<ImmutableArray<IncidentEntry>>> DayAsync(
        DateOnly day, bool isUnnotified, int most, CancellationToken cancellationToken);

    /// <summary>What the record notes of a group's incidents since a time, oldest first. No incident is read.</summary>
    /// <param name="group">The group's key, from <see cref="IncidentKey.GroupOf"/>.</param>
    /// <param name="since">The earliest time.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    async Task<CallResult<ImmutableArray<IncidentMark>>> MarksAsync(
        string group, DateTimeOffset since, CancellationToken cancellationToken) =>
        MarksOf(await HistoryAsync(group, since, cancellationToken));

    /// <summary>What the record notes of the incidents that began on a day (UTC), and of which people weren't notified yet. No incident
    /// is read.</summary>
    /// <param name="day">The day.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    async Task<CallResult<ImmutableArray<IncidentMark>>> UnnotifiedAsync(DateOnly day, int most, CancellationToken cancellationToken) =>
        MarksOf(await DayAsync(day, isUnnotified: true, most, cancellationToken));

    /// <summary>The incident with a key. Null if there is none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    async Task<CallResult<IncidentEntry?>> ReadAsync(IncidentKey key, CancellationToken cancellationToken) =>
        (await HistoryAsync(key.Group, key.SortedAt, cancellationToken)).TryGet(out var entries, out var failure)
            ? new CallResult<IncidentEntry?>.Ok(entries.FirstOrDefault(entry => IncidentKey.Of(entry.Incident) == key))
            : failure;

    /// <summary>The incident with an id that began on a day (UTC). No other incident is read. Null if there is none.</summary>
    /// <param name="day">The day.</param>
    /// <param name="id">The incident's id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<CallResult<IncidentEntry?>> FindAsync(DateOnly day, string id, CancellationToken cancellationToken);

    private static CallResult<ImmutableArray<IncidentMark>> MarksOf(CallResult<ImmutableArray<IncidentEntry>> read) =>
        read.TryGet(out var entries, out var failure)
            ? new CallResult<ImmutableArray<IncidentMark>>.Ok([.. entries.Select(entry => entry.Mark)])
            : failure;
}
