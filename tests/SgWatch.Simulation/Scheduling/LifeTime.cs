namespace SgWatch.Simulation.Scheduling;

/// <summary>The clock of one process. It may be wrong by some seconds, and its timers die with the process.</summary>
internal sealed class LifeTime(Scheduler scheduler, Life life, TimeSpan skew) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => scheduler.Now + skew;

    public override long GetTimestamp() => scheduler.Now.UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(scheduler, life, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(Scheduler scheduler, Life life, Action callback) : ITimer
    {
        private ScheduledTimer? _next;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _next?.CallOff();
            _next = dueTime < TimeSpan.Zero ? null : scheduler.At(scheduler.Now + dueTime, life, callback);
            return true;
        }

        public void Dispose() => _next?.CallOff();

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
