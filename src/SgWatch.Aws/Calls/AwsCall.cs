using SgWatch.Calls;

namespace SgWatch.Aws.Calls;

/// <summary>Runs one call to AWS within a time limit and turns what AWS or the network refuses into a <see cref="CallFailure"/>.</summary>
internal static class AwsCall
{
    /// <summary>How long one call may take. EC2 answers within a second; the guard tries again what took longer.</summary>
    public static TimeSpan Timeout { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Runs one call.</summary>
    /// <param name="operation">Its name.</param>
    /// <param name="time">For its time limit.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <param name="within">The time limit; <see cref="Timeout"/> if none is given.</param>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled.</exception>
    public static async Task<CallResult<T>> TryAsync<T>(
        string operation, TimeProvider time, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken, TimeSpan? within = null)
    {
        using var limit = new CancellationTokenSource(within ?? Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return new CallResult<T>.Ok(await call(either.Token));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested
            && AwsFailures.TryRead(operation, exception, out var failure))
        {
            return failure;
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested && exception is not OperationCanceledException
            && AwsFailures.TryRead(operation, exception, out _))
        {
            // a connection torn down by the cancellation: the caller asked for it, so it is told in its own terms
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
    }
}
