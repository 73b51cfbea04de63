namespace SgWatch.Lab.Guarded;

/// <summary>The schedule of a lab's sweeps. Each sweeps the guard's region, and every region in which EC2 was called.</summary>
/// <param name="host">The lab.</param>
/// <param name="every">The time between two sweeps; null for no further ones.</param>
internal sealed class SweepSchedule(LabHost host, TimeSpan? every) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private int _isRunning;

    /// <summary>Sweeps now, and waits until the sweep is over; then on schedule.</summary>
    /// <exception cref="AggregateException">The guard failed.</exception>
    public async Task SweepAndBeginAsync(CancellationToken cancellationToken)
    {
        SweepAll();
        await host.Events.WhenIdleAsync(cancellationToken);
        Begin();
    }

    /// <summary>Begins, the first sweep after the time between two. It begins once.</summary>
    public void Begin()
    {
        if (every is { } period && Interlocked.Exchange(ref _isRunning, 1) == 0)
        {
            _running = RunAsync(period);
        }
    }

    /// <summary>Ends the schedule.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync(TimeSpan period)
    {
        using var timer = new PeriodicTimer(period, host.Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                SweepAll();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // the lab ends
        }
    }

    private void SweepAll()
    {
        foreach (var region in host.Regions.Prepend(GuardedLab.Region).Distinct())
        {
            host.Sweeps.Schedule(region);
        }
    }
}
