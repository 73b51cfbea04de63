namespace SgWatch.Simulation.World;

/// <summary>How badly a service behaves now.</summary>
internal sealed class ServiceFaults
{
    /// <summary>How often a call isn't answered and does nothing, from 0 to 1.</summary>
    public double Throttled { get; set; }

    /// <summary>How often a call is done and its answer gets lost, from 0 to 1.</summary>
    public double Lost { get; set; }

    /// <summary>Until when no call is answered.</summary>
    public DateTimeOffset OutUntil { get; set; }

    public bool IsOut(DateTimeOffset now) => now < OutUntil;

    public void Mend() => (Throttled, Lost, OutUntil) = (0, 0, default);
}
