using SgWatch.Calls;

namespace SgWatch.Guard.Retrying;

/// <summary>Looks for what may not be there to be seen yet: EC2 is eventually consistent, so NotFound is believed only after several looks.</summary>
internal sealed class ConsistencyRetry(GuardOptions options, TimeProvider time, Retry retry)
{
    /// <summary>The last answer.</summary>
    public async Task<CallResult<T>> RunAsync<T>(Func<CancellationToken, Task<CallResult<T>>> look, CancellationToken cancellationToken)
    {
        for (var looks = 1; ; looks++)
        {
            var result = await retry.RunAsync(look, cancellationToken);
            if (result is not CallResult<T>.Failed { Failure.Kind: CallFailureKind.NotFound }
                || looks >= options.MaxLooks || !retry.HasTimeFor(options.LookAgainAfter))
            {
                return result;
            }
            await Task.Delay(options.LookAgainAfter, time, cancellationToken);
        }
    }
}
