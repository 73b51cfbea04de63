namespace SgWatch.Guard;

/// <summary>Counts what happens, for all guards together. Every method is one logical call without retries: the guard retries.</summary>
public interface ICounters
{
    /// <summary>How long a counter remembers, in steps of five minutes.</summary>
    static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Adds to a counter.</summary>
    /// <param name="key">The counter.</param>
    /// <param name="count">How many; below zero to take back what was added.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>How many were counted within the last hour, these among them. No two callers are told of the same moment.</returns>
    Task<CallResult<long>> AddAsync(string key, int count, CancellationToken cancellationToken);

    /// <summary>Whether this is the first time within a period; of callers at once, one is told that it is.</summary>
    Task<CallResult<bool>> IsFirstAsync(string key, TimeSpan period, CancellationToken cancellationToken);
}
