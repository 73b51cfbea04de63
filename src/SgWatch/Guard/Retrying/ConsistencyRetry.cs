using SgWatch.Calls;

namespace SgWatch.Guard.Retrying;

/// <summary>Reads what EC2 may not show yet. EC2 is eventually consistent, so NotFound is believed only after several reads.</summary>
internal sealed class ConsistencyRetry(GuardOptions options, TimeProvider time, Retry retry)
{
    /// <summary>Reads until something is found, the read fails otherwise, or there is neither a read nor time left.</summary>
    /// <returns>The last answer.</returns>
    public async Task<CallResult<T>> RunAsync<T>(Func<CancellationToken, Task<CallResult<T>>> read, CancellationToken cancellationToken)
    {
        for (var reads = 1; ; reads++)
        {
            var result = await retry.RunAsync(read, cancellationToken);
            if (result.FailureOrNull is not { Kind: CallFailureKind.NotFound }
                || reads >= options.MaxReads || !retry.HasTimeFor(options.ReadAgainAfter))
            {
                return result;
            }
            await Task.Delay(options.ReadAgainAfter, time, cancellationToken);
        }
    }
}
