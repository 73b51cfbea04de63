namespace SgWatch.Lab.Api;

/// <summary>The faults that wait for their calls. Safe to use from several threads.</summary>
public sealed class FaultPlan
{
    private readonly Lock _lock = new();
    private readonly List<Fault> _faults = [];

    /// <summary>Has the next calls that the fault is meant for fail, once those added before it are used up.</summary>
    public void Add(Fault fault)
    {
        lock (_lock)
        {
            _faults.Add(fault);
        }
    }

    /// <summary>Forgets all of them.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _faults.Clear();
        }
    }

    /// <summary>The fault of this call, used up once; null if it is to go well.</summary>
    internal Fault? Take(LabCall call)
    {
        lock (_lock)
        {
            var i = _faults.FindIndex(fault => fault.Times > 0 && fault.Matches(call));
            if (i < 0)
            {
                return null;
            }
            var fault = _faults[i];
            _faults[i] = fault with { Times = fault.Times - 1 };
            return fault;
        }
    }
}
