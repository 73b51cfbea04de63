using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Incidents;

namespace SgWatch.Guard.Ports;

/// <summary>
/// Keeps incidents, each once, however many guards handle the same events at once: written down before the change, again when it has ended,
/// and marked once people were told. Every method is one logical call without retries: the guard retries, with the same client token.
/// </summary>
public interface IIncidentRecord
{
    /// <summary>Writes down what is about to be changed, unless something stands at this key already.</summary>
    /// <param name="intended">The incident, <see cref="IncidentOutcome.Intended"/>.</param>
    /// <param name="until">When the guard is done with it or dead.</param>
    /// <param name="idempotencyToken">Names this call and each try of it: a try finds what the first one did.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>What stood there before; null if nothing did. Either way it is known that one more guard is at it.</returns>
    Task<CallResult<IncidentEntry?>> BeginAsync(Incident intended, DateTimeOffset until, string idempotencyToken, CancellationToken cancellationToken);

    /// <summary>Writes how it ended, and takes on telling people, unless they were told this outcome or another guard is telling them.</summary>
    /// <param name="ended">The incident; it needn't have been begun.</param>
    /// <param name="until">When the guard has told people or is dead.</param>
    /// <param name="idempotencyToken">Names this call and each try of it: what one took on is the others' too.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>Whether it was written, and so is this guard's to tell.</returns>
    Task<CallResult<bool>> EndAsync(Incident ended, DateTimeOffset until, string idempotencyToken, CancellationToken cancellationToken);

    /// <summary>Marks that people were told this outcome, or that there is nothing to tell.</summary>
    Task<CallResult<Done>> MarkNotifiedAsync(Incident told, CancellationToken cancellationToken);

    /// <summary>Leaves it to a digest to tell people.</summary>
    Task<CallResult<Done>> DeferAsync(Incident ended, CancellationToken cancellationToken);

    /// <summary>Takes back what was begun and came to nothing.</summary>
    Task<CallResult<Withdrawal>> WithdrawAsync(Incident intended, CancellationToken cancellationToken);

    /// <summary>A group's incidents since a time, oldest first.</summary>
    /// <param name="group">As <see cref="IncidentKey.GroupOf"/> has it.</param>
    /// <param name="since">The earliest time.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<CallResult<ImmutableArray<IncidentEntry>>> HistoryAsync(string group, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>The incidents that began on a day (UTC), latest first; what was written in the last seconds may be missing.</summary>
    /// <param name="day">The day.</param>
    /// <param name="isUnnotified">Only those of which people weren't told yet.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<CallResult<ImmutableArray<IncidentEntry>>> DayAsync(DateOnly day, bool isUnnotified, int most, CancellationToken cancellationToken);
}
