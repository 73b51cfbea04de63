namespace SgWatch.Guard.Limiting;

/// <summary>Lets only so many pieces of work run at once. The others wait for their turn, in order.</summary>
/// <remarks>
/// All of the guard's work at once goes through here. Unlike SemaphoreSlim and Parallel it never uses the thread pool by itself, so that a
/// simulation can run the whole guard on one scheduler.
/// </remarks>
/// <param name="max">How many at once.</param>
internal sealed class ConcurrencyLimit(int max)
{
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = [];
    private int _free = max;

    /// <summary>Runs one piece of work for each item. If one fails, the others go on, and its exception is thrown at last.</summary>
    /// <param name="items">The items.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Ends the waiting. Work that has begun isn't ended by it.</param>
    /// <returns>The results, in the order of the items.</returns>
    public Task<TResult[]> SelectAsync<TItem, TResult>(
        IEnumerable<TItem> items, Func<TItem, Task<TResult>> work, CancellationToken cancellationToken) =>
        Task.WhenAll(items.Select(item => RunAsync(() => work(item), cancellationToken)));

    /// <summary>Waits for its turn, and runs.</summary>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<TResult> RunAsync<TResult>(Func<Task<TResult>> work, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        try
        {
            return await work();
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Waits for a turn, which lasts until the returned value is disposed.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<IDisposable> TakeTurnAsync(CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        return new Turn(this);
    }

    private async Task EnterAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_free > 0)
            {
                _free--;
                return;
            }
            _waiting.Enqueue(turn);
        }
        using var end = cancellationToken.UnsafeRegister(
            static (turn, token) => ((TaskCompletionSource)turn!).TrySetCanceled(token), turn);
        await turn.Task;
    }

    private void Leave()
    {
        lock (_lock)
        {
            while (_waiting.TryDequeue(out var next))
            {
                if (next.TrySetResult())
                {
                    return;
                }
            }
            _free++;
        }
    }

    private sealed class Turn(ConcurrencyLimit limit) : IDisposable
    {
        public void Dispose() => limit.Leave();
    }
}
