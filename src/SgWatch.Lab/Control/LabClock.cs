namespace SgWatch.Lab.Control;

/// <summary>The lab's clock: another one, which can be put ahead. Whoever waits by it waits that much less.</summary>
/// <param name="inner">The clock that runs.</param>
/// <remarks>Safe to use from several threads.</remarks>
public sealed class LabClock(TimeProvider inner) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly HashSet<Timer> _timers = [];
    private readonly TimeProvider _inner = inner;
    private long _aheadTicks;

    /// <summary>By how much it is ahead of the clock that runs.</summary>
    public TimeSpan Ahead => new(Interlocked.Read(ref _aheadTicks));

    /// <inheritdoc/>
    public override long TimestampFrequency => _inner.TimestampFrequency;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => _inner.LocalTimeZone;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _inner.GetUtcNow() + Ahead;

    /// <inheritdoc/>
    public override long GetTimestamp() => _inner.GetTimestamp() + Stamps(Ahead);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Puts it ahead. What is due by then happens now; what is due several times happens once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is below zero: the clock never goes back.</exception>
    public void PutAhead(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        Interlocked.Add(ref _aheadTicks, by.Ticks);
        Timer[] timers;
        lock (_lock)
        {
            timers = [.. _timers];
        }
        foreach (var timer in timers)
        {
            timer.Hurry();
        }
    }

    private long Stamps(TimeSpan time) => (long)((Int128)time.Ticks * TimestampFrequency / TimeSpan.TicksPerSecond);

    private void Add(Timer timer)
    {
        lock (_lock)
        {
            _timers.Add(timer);
        }
    }

    private void Remove(Timer timer)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
        }
    }

    private sealed class Timer : ITimer
    {
        private readonly LabClock _clock;
        private readonly ITimer _inner;
        private readonly Lock _lock = new();
        private long? _dueAt; // a timestamp of the clock; null while nothing is due
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public Timer(LabClock clock, TimerCallback callback, object? state)
        {
            _clock = clock;
            _inner = clock._inner.CreateTimer(
                _ =>
                {
                    Fired();
                    callback(state);
                },
                null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            clock.Add(this);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_lock)
            {
                _period = period;
                _dueAt = dueTime == Timeout.InfiniteTimeSpan ? null : After(dueTime);
            }
            return _inner.Change(dueTime, period);
        }

        /// <summary>Has it fire when it is due by the clock, which was put ahead.</summary>
        public void Hurry()
        {
            TimeSpan left;
            lock (_lock)
            {
                if (_dueAt is not { } dueAt)
                {
                    return;
                }
                left = _clock.GetElapsedTime(_clock.GetTimestamp(), dueAt);
            }
            _inner.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, _period);
        }

        public void Dispose()
        {
            _clock.Remove(this);
            _inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            _clock.Remove(this);
            return _inner.DisposeAsync();
        }

        private void Fired()
        {
            lock (_lock)
            {
                _dueAt = _period > TimeSpan.Zero ? After(_period) : null;
            }
        }

        private long After(TimeSpan wait) => _clock.GetTimestamp() + _clock.Stamps(wait);
    }
}
