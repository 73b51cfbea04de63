using System.Collections.Immutable;
using SgWatch.Calls;

namespace SgWatch.Guard.Ports;

/// <summary>
/// Counts what happens, for all guards together. Every method is one logical call without retries: the guard retries, with the same
/// idempotency token.
/// </summary>
public interface ICounters
{
    /// <summary>How long a counter remembers, in steps of five minutes.</summary>
    static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Adds to a counter.</summary>
    /// <param name="key">The counter.</param>
    /// <param name="count">How many; below zero to take back what was added.</param>
    /// <param name="idempotencyToken">Names this call and each of its retries: all of them count once.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many were counted within the last hour, with these. Of several callers at once, each gets another number.</returns>
    Task<CallResult<long>> AddAsync(string key, int count, string idempotencyToken, CancellationToken cancellationToken);

    /// <summary>Adds a member to a set that remembers an hour. Adding it again, as a retry does, changes nothing.</summary>
    /// <param name="key">The set.</param>
    /// <param name="member">The member. Not empty.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>
    /// The members that were added within the last hour, with this one. A member that was added in several steps comes as often.
    /// </returns>
    Task<CallResult<ImmutableArray<string>>> AddToSetAsync(string key, string member, CancellationToken cancellationToken);

    /// <summary>Takes back what an invocation added to a set: within the last <see cref="CounterStep.PerInvocation"/> steps.</summary>
    /// <param name="key">The set.</param>
    /// <param name="member">The member.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<CallResult<Done>> RemoveFromSetAsync(string key, string member, CancellationToken cancellationToken);

    /// <summary>True for the first caller within a period. Of several callers at once, one gets true.</summary>
    /// <param name="key">What is asked about.</param>
    /// <param name="period">The period.</param>
    /// <param name="idempotencyToken">Names this call and each of its retries: all of them get the same answer.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<CallResult<bool>> IsFirstAsync(string key, TimeSpan period, string idempotencyToken, CancellationToken cancellationToken);
}
