namespace SgWatch.Aws.Calls;

/// <summary>Runs one HTTP call after the other, each within a time limit of its own.</summary>
/// <param name="time">The clock of the time limits.</param>
/// <param name="cancellationToken">The caller's.</param>
internal sealed class EachCall(TimeProvider time, CancellationToken cancellationToken)
{
    /// <summary>Runs one call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="within">The time limit; null for <see cref="AwsCall.Timeout"/>.</param>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, TimeSpan? within = null)
    {
        using var limit = new CancellationTokenSource(within ?? AwsCall.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        return await call(either.Token);
    }
}
