namespace SgWatch.Simulation.Scheduling;

/// <summary>All that one process does. When it dies, nothing of it goes on: no step, no timer, no clean-up.</summary>
internal sealed class Life(Scheduler scheduler) : SynchronizationContext
{
    private long? _stepsLeft;

    /// <summary>Called when the process dies.</summary>
    public Action<Life>? Died { get; set; }

    public bool IsDead { get; private set; }

    /// <summary>How many steps it made.</summary>
    public long Steps { get; private set; }

    /// <summary>Its death comes after so many further steps.</summary>
    public void DieAfter(long steps) => _stepsLeft = steps;

    /// <summary>It lives on, whatever was planned.</summary>
    public void Spare() => _stepsLeft = null;

    public void Die()
    {
        if (!IsDead)
        {
            IsDead = true;
            Died?.Invoke(this);
        }
    }

    public override void Post(SendOrPostCallback d, object? state) => scheduler.Post(this, d, state);

    public override void Send(SendOrPostCallback d, object? state) => Run(() => d(state));

    /// <summary>Runs work of this process.</summary>
    public void Run(Action work)
    {
        if (IsDead)
        {
            return;
        }
        Steps++;
        if (_stepsLeft is { } left && (_stepsLeft = left - 1) < 0)
        {
            Die();
            return;
        }
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            work();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }
}
