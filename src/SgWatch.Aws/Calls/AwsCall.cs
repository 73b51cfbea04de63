using SgWatch.Calls;

namespace SgWatch.Aws.Calls;

/// <summary>Runs one call to AWS within a time limit. An error of AWS or of the network becomes a <see cref="CallFailure"/>.</summary>
internal static class AwsCall
{
    /// <summary>How long a call may take. EC2 answers within a second; the guard retries a call that takes longer than this.</summary>
    public static TimeSpan Timeout { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Runs one call.</summary>
    /// <param name="operation">The call's name, for its failure.</param>
    /// <param name="time">The clock of the time limit.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <param name="within">The time limit; null for <see cref="Timeout"/>.</param>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled.</exception>
    public static async Task<CallResult<T>> TryAsync<T>(
        string operation,
        TimeProvider time,
        Func<CancellationToken, Task<T>> call,
        CancellationToken cancellationToken,
        TimeSpan? within = null)
    {
        var each = new EachCall(time, cancellationToken);
        return await TryAsync(operation, () => each.RunAsync(call, within), cancellationToken);
    }

    /// <summary>Runs several calls that make one, such as the pages of a listing. Each has a time limit of its own.</summary>
    /// <param name="operation">The name of what the calls make, for the failure.</param>
    /// <param name="time">The clock of the time limits.</param>
    /// <param name="calls">The calls, each of which goes through what is given.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled.</exception>
    public static Task<CallResult<T>> TryEachAsync<T>(
        string operation, TimeProvider time, Func<EachCall, Task<T>> calls, CancellationToken cancellationToken) =>
        TryAsync(operation, () => calls(new(time, cancellationToken)), cancellationToken);

    private static async Task<CallResult<T>> TryAsync<T>(string operation, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return new CallResult<T>.Ok(await call());
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested
            && AwsFailures.TryRead(operation, exception, out var failure))
        {
            return failure;
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested && exception is not OperationCanceledException
            && AwsFailures.TryRead(operation, exception, out _))
        {
            // the caller's cancellation broke the connection, so the caller gets a cancellation and not the network's error
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
    }
}
