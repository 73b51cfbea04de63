namespace SgWatch.Guard.Limiting;

/// <summary>Spaces calls out, so that no more than so many a second are made, whoever makes them.</summary>
/// <param name="callsPerSecond">How many calls a second.</param>
/// <param name="time">The clock.</param>
public sealed class CallRateLimiter(double callsPerSecond, TimeProvider time)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _nextFree = DateTimeOffset.MinValue;

    /// <summary>How long the next call would wait.</summary>
    public TimeSpan Wait
    {
        get
        {
            lock (_lock)
            {
                var left = _nextFree - time.GetUtcNow();
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }

    /// <summary>Reserves a turn for so many calls, and waits for it.</summary>
    /// <param name="calls">How many calls.</param>
    /// <param name="cancellationToken">Ends the waiting. The turn stays reserved.</param>
    public async Task TakeAsync(int calls, CancellationToken cancellationToken)
    {
        var wait = Charge(calls);
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    /// <summary>Counts calls that were made without a turn: later calls wait the longer.</summary>
    /// <param name="calls">How many calls.</param>
    /// <returns>How long calls that take this turn have to wait.</returns>
    public TimeSpan Charge(int calls)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var start = _nextFree > now ? _nextFree : now;
            _nextFree = start + TimeSpan.FromSeconds(calls / callsPerSecond);
            return start - now;
        }
    }
}
