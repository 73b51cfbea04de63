using SgWatch.Guard.Limiting;
using SgWatch.Guard.Ports;


namespace SgWatch.Tests.Guard.Limiting;

public sealed class MemoryCountersTests : CounterLaws
{
    private ICounters? _counters;

    protected override ICounters Counters => _counters ??= new MemoryCounters(Time);
}
