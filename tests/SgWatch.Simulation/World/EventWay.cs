namespace SgWatch.Simulation.World;

/// <summary>EventBridge: carries events to the queue, late, twice, in any order, or not at all.</summary>
internal sealed class EventWay(SimulatedWorld world)
{
    /// <summary>How many events get lost, from 0 to 1.</summary>
    public double Lost { get; set; }

    /// <summary>How many come twice, from 0 to 1.</summary>
    public double Doubled { get; set; }

    /// <summary>How late an event is at most.</summary>
    public TimeSpan Late { get; set; } = TimeSpan.FromSeconds(20);

    public void Mend() => (Lost, Doubled, Late) = (0, 0, TimeSpan.FromSeconds(20));

    public void Carry(string text)
    {
        if (world.Now < world.DeployedAt)
        {
            return; // nobody listens yet
        }
        if (world.Chance.NextDouble() < Lost)
        {
            world.Tally.Hit("fault: an event was lost");
            world.Trace("the event is lost");
            world.LostEvents.Add(Cloud.EventIdOf(text));
            return;
        }
        var times = world.Chance.NextDouble() < Doubled ? 2 : 1;
        if (times > 1)
        {
            world.Tally.Hit("fault: an event came twice");
        }
        if (Late > TimeSpan.FromMinutes(1))
        {
            world.Tally.Hit("fault: an event was late");
        }
        for (var i = 0; i < times; i++)
        {
            world.Queue.Send(text, TimeSpan.FromSeconds(1) + (Late * world.Chance.NextDouble()));
        }
    }
}
