using SgWatch.Lab.Api;

namespace SgWatch.Lab.Control;

/// <summary>The faults that wait for their calls. Safe to use from several threads.</summary>
internal sealed class FaultPlan
{
    private readonly Lock _lock = new();
    private readonly List<(Fault Fault, long Times)> _faults = [];

    /// <summary>Has the next so many calls fail.</summary>
    public void Add(Fault fault, long times)
    {
        lock (_lock)
        {
            _faults.Add((fault, times));
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _faults.Clear();
        }
    }

    /// <summary>The fault of this call, used up once; null if it is to go well.</summary>
    public Fault? Take(LabCall call)
    {
        lock (_lock)
        {
            var i = _faults.FindIndex(planned => planned.Times > 0 && planned.Fault.Action == call.Action
                && planned.Fault.GroupId == call.Parameters["GroupId"].Value && planned.Fault.InjectedBy != call.AccessKeyId);
            if (i < 0)
            {
                return null;
            }
            var (fault, times) = _faults[i];
            _faults[i] = (fault, times - 1);
            return fault;
        }
    }
}
