using SgWatch.Lambda.Logs;

namespace SgWatch.Lambda.Runtime;

/// <summary>Takes one event after another from Lambda, and answers each.</summary>
/// <param name="api">Lambda.</param>
/// <param name="handle">Does the work; its token is cancelled <see cref="Margin"/> before the deadline.</param>
/// <param name="log">Gets every fault.</param>
/// <param name="time">The clock of the deadline.</param>
internal sealed class RuntimeLoop(
    RuntimeApi api, Func<Invocation, CancellationToken, Task<InvocationResult>> handle, LogWriter log, TimeProvider time)
{
    /// <summary>How long before the deadline the work ends, so that there is time to tell Lambda why.</summary>
    public static TimeSpan Margin { get; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs until Lambda has no more events for this sandbox.</summary>
    /// <exception cref="HttpRequestException">The Runtime API is gone or broken.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true) // as long as Lambda keeps this sandbox
        {
            var invocation = await api.NextAsync(cancellationToken);
            switch (await HandleAsync(invocation, cancellationToken))
            {
                case InvocationResult.Answer(var json):
                    await api.AnswerAsync(invocation.RequestId, json, cancellationToken);
                    break;
                case InvocationResult.Error(var error):
                    log.Error(invocation.RequestId, error.Message, error.Type);
                    await api.FailAsync(invocation.RequestId, error, cancellationToken);
                    break;
            }
        }
    }

    private async Task<InvocationResult> HandleAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(TimeLeft(invocation), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await handle(invocation, either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new InvocationResult.Error(new(
                "Function.Deadline",
                $"Not done {Margin.TotalMilliseconds} ms before the deadline, {invocation.Deadline:O}. Trying again is harmless."));
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // a fault of our own must be seen, but it must not end the loop: the next event isn't its cause
            return new InvocationResult.Error(new($"Function.{exception.GetType().Name}", exception.ToString()));
        }
    }

    private TimeSpan TimeLeft(Invocation invocation)
    {
        var left = invocation.Deadline - time.GetUtcNow() - Margin;
        return left < TimeSpan.Zero ? TimeSpan.Zero : left > MaxWait ? MaxWait : left;
    }

    // far more than Lambda's 15 minutes, and within what a timer can hold
    private static readonly TimeSpan MaxWait = TimeSpan.FromDays(1);
}
