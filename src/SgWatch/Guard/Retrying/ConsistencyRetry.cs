using SgWatch.Calls;

namespace SgWatch.Guard.Retrying;

/// <summary>Reads what EC2 may not show yet. EC2 is eventually consistent, so some answers are believed only after several reads.</summary>
internal sealed class ConsistencyRetry(GuardOptions options, TimeProvider time, Retry retry)
{
    /// <summary>Reads until something is found, the read fails otherwise, or there is neither a read nor time left.</summary>
    /// <returns>The last answer.</returns>
    public Task<CallResult<T>> RunAsync<T>(Func<CancellationToken, Task<CallResult<T>>> read, CancellationToken cancellationToken) =>
        RunAsync(read, static _ => false, cancellationToken);

    /// <summary>
    /// Reads until something is found that isn't too old, the read fails otherwise, or there is neither a read nor time left.
    /// </summary>
    /// <param name="read">The read.</param>
    /// <param name="isTooOld">True for a value that doesn't show yet what must be there.</param>
    /// <param name="cancellationToken">Ends the reads.</param>
    /// <returns>The last answer.</returns>
    public async Task<CallResult<T>> RunAsync<T>(
        Func<CancellationToken, Task<CallResult<T>>> read, Func<T, bool> isTooOld, CancellationToken cancellationToken)
    {
        for (var reads = 1; ; reads++)
        {
            var result = await retry.RunAsync(read, cancellationToken);
            var isBelieved = result.TryGet(out var value, out var failure) ? !isTooOld(value) : failure.Kind != CallFailureKind.NotFound;
            if (isBelieved || reads >= options.MaxReads || !retry.HasTimeFor(options.ReadAgainAfter))
            {
                return result;
            }
            await Task.Delay(options.ReadAgainAfter, time, cancellationToken);
        }
    }
}
