namespace SgWatch.Guard.Limiting;

/// <summary>Spaces calls out, so that no more than so many a second are made, whoever makes them.</summary>
internal sealed class CallRateLimiter(double callsPerSecond, TimeProvider time)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _free = DateTimeOffset.MinValue;

    /// <summary>How long the next call would wait.</summary>
    public TimeSpan Wait
    {
        get
        {
            lock (_lock)
            {
                var left = _free - time.GetUtcNow();
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }

    /// <summary>Takes a turn for so many calls, and waits until it has come.</summary>
    public async Task TakeAsync(int calls, CancellationToken cancellationToken)
    {
        var wait = Charge(calls);
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    /// <summary>Counts calls that were made without a turn: those after them wait the longer.</summary>
    /// <returns>How long calls that take this turn have to wait.</returns>
    public TimeSpan Charge(int calls)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var start = _free > now ? _free : now;
            _free = start + TimeSpan.FromSeconds(calls / callsPerSecond);
            return start - now;
        }
    }
}
