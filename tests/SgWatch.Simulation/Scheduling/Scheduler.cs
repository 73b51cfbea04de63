namespace SgWatch.Simulation.Scheduling;

/// <summary>
/// Runs everything of a simulation on one thread, in virtual time. Of the work that is ready it picks by chance from one seed.
/// </summary>
internal sealed class Scheduler(ulong seed, DateTimeOffset start)
{
    private readonly List<(Life Life, SendOrPostCallback Work, object? State)> _ready = [];
    private readonly PriorityQueue<ScheduledTimer, (DateTimeOffset At, long Number)> _timers = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private long _number;

    /// <summary>Where all chance of the run comes from.</summary>
    public Random Chance { get; } = new(unchecked((int)(seed ^ (seed >> 32))));

    /// <summary>The time of the world.</summary>
    public DateTimeOffset Now { get; private set; } = start;

    /// <summary>How many steps were made.</summary>
    public long Steps { get; private set; }

    /// <summary>What went round the scheduler: work that came from another thread. Null if nothing did.</summary>
    public string? Leak { get; private set; }

    /// <summary>Has work done soon.</summary>
    public void Post(Life life, SendOrPostCallback work, object? state)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            Leak ??= Environment.StackTrace; // the run isn't the same any more
            return;
        }
        if (!life.IsDead)
        {
            _ready.Add((life, work, state));
        }
    }

    /// <summary>Has work done at a time.</summary>
    public ScheduledTimer At(DateTimeOffset at, Life life, Action work)
    {
        var timer = new ScheduledTimer(life, work);
        Put(timer, at);
        return timer;
    }

    /// <summary>Sets a timer that was made before.</summary>
    public void Put(ScheduledTimer timer, DateTimeOffset at) => _timers.Enqueue(timer, (at, _number++));

    /// <summary>Makes steps until a time is reached. All work before that time is done then.</summary>
    public void RunUntil(DateTimeOffset end)
    {
        while (true)
        {
            if (_ready.Count > 0)
            {
                StepOne();
            }
            else if (_timers.TryPeek(out _, out var next) && next.At <= end)
            {
                Now = next.At > Now ? next.At : Now;
                _timers.Dequeue().Fire();
            }
            else
            {
                Now = end > Now ? end : Now;
                return;
            }
        }
    }

    private void StepOne()
    {
        var i = Chance.Next(_ready.Count);
        var (life, work, state) = _ready[i];
        _ready[i] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        if (life.IsDead)
        {
            return;
        }
        Steps++;
        life.Run(() => work(state));
    }
}
