using SgWatch.Calls;

namespace SgWatch.Guard.Ports;

/// <summary>
/// Counts what happens, for all guards together. Every method is one logical call without retries: the guard retries, with the same client token.
/// </summary>
public interface ICounters
{
    /// <summary>How long a counter remembers, in steps of five minutes.</summary>
    static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Adds to a counter.</summary>
    /// <param name="key">The counter.</param>
    /// <param name="count">How many; below zero to take back what was added.</param>
    /// <param name="idempotencyToken">Names this call and each try of it: all of them count once.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many were counted within the last hour, these among them. No two callers are told of the same moment.</returns>
    Task<CallResult<long>> AddAsync(string key, int count, string idempotencyToken, CancellationToken cancellationToken);

    /// <summary>Whether this is the first time within a period; of callers at once, one is told that it is.</summary>
    /// <param name="key">What is asked about.</param>
    /// <param name="period">The period.</param>
    /// <param name="idempotencyToken">Names this call and each try of it: if one was the first, so are the others.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<CallResult<bool>> IsFirstAsync(string key, TimeSpan period, string idempotencyToken, CancellationToken cancellationToken);
}
