using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Guard.Recording;

namespace SgWatch.Tests.Guard.Recording;

public sealed class MemoryIncidentRecordTests : IncidentRecordLaws
{
    private IIncidentRecord? _record;

    protected override IIncidentRecord Record => _record ??= new MemoryIncidentRecord(Time);

    [Fact]
    public async Task It_forgets_the_oldest_past_its_bound()
    {
        var record = new MemoryIncidentRecord(Time, max: 2);
        for (var i = 0; i < 3; i++)
        {
            await record.BeginAsync(Incident($"inc-{i}"), Noon, $"token-{i}", TestContext.Current.CancellationToken);
        }
        var kept = await record.DayAsync(new(2026, 8, 1), isUnnotified: false, 10, TestContext.Current.CancellationToken);
        Assert.Equal(["inc-1", "inc-2"],
            ((CallResult<System.Collections.Immutable.ImmutableArray<SgWatch.Incidents.IncidentEntry>>.Ok)kept).Value.Select(
                e => e.Incident.Id).Order());
    }
}
