namespace SgWatch.Tests.Guard;

/// <summary>A clock that stands still but for waits: each wait is over at once, and the clock has moved on by it.</summary>
/// <remarks>A time limit is no wait: it is reached once the clock has moved on so far.</remarks>
internal sealed class SkippingTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Limit> _limits = [];
    private DateTimeOffset _now = start;

    public List<TimeSpan> Waits { get; } = [];

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _now;
        }
    }

    /// <summary>Moves the clock on.</summary>
    public void Move(TimeSpan by)
    {
        List<Limit> reached;
        lock (_lock)
        {
            _now += by;
            reached = _limits.FindAll(limit => limit.At <= _now);
            _limits.RemoveAll(reached.Contains);
        }
        reached.ForEach(static limit => limit.Reach());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (state is CancellationTokenSource)
        {
            lock (_lock)
            {
                var limit = new Limit(this, _now + dueTime, () => callback(state));
                _limits.Add(limit);
                return limit;
            }
        }
        lock (_lock)
        {
            Waits.Add(dueTime);
        }
        Move(dueTime);
        return new Timer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void Remove(Limit limit)
    {
        lock (_lock)
        {
            _limits.Remove(limit);
        }
    }

    private sealed class Limit(SkippingTime time, DateTimeOffset at, Action reach) : ITimer
    {
        public DateTimeOffset At => at;

        public Action Reach => reach;

        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose() => time.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
