namespace SgWatch.Simulation.Scheduling;

/// <summary>Work that is to be done at a time, unless it is called off or its life ends.</summary>
internal sealed class ScheduledTimer(Life life, Action work)
{
    private bool _isCalledOff;

    public void CallOff() => _isCalledOff = true;

    /// <summary>Puts the work among what is ready.</summary>
    public void Fire()
    {
        if (!_isCalledOff)
        {
            life.Post(static timer => ((ScheduledTimer)timer!).Run(), this);
        }
    }

    private void Run()
    {
        if (!_isCalledOff)
        {
            work();
        }
    }
}
