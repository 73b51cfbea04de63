using SgWatch.Simulation.World;

namespace SgWatch.Simulation.Actors;

/// <summary>Lets things go wrong for a while.</summary>
internal sealed class Weather(SimulatedWorld world)
{
    /// <summary>Does what the act says.</summary>
    public void Change(Act act)
    {
        var faults = world.Faults.Values.ElementAt(act.A % world.Faults.Count);
        var until = TimeSpan.FromMinutes(10 + (act.B % 180));
        switch (act.Kind)
        {
            case ActKind.Outage:
                faults.OutUntil = world.Now + until;
                break;
            case ActKind.BadService:
                (faults.Throttled, faults.Lost) = (act.B % 7 * 0.1, act.B % 4 * 0.15);
                Later(until, () => (faults.Throttled, faults.Lost) = (0, 0));
                break;
            case ActKind.BadEvents:
                (world.Events.Lost, world.Events.Doubled) = (act.B % 5 * 0.25, act.B % 3 * 0.4);
                world.Events.Late = TimeSpan.FromMinutes(act.A % 4 == 0 ? 180 : act.A % 4);
                Later(until, world.Events.Mend);
                break;
            case ActKind.StaleReads:
                var settings = world.Cloud.Account.Settings;
                (settings.ReadDelay, settings.ListDelay) = (TimeSpan.FromSeconds(act.B % 4), TimeSpan.FromSeconds(act.B % 60));
                Later(until, () => (settings.ReadDelay, settings.ListDelay) = (TimeSpan.Zero, TimeSpan.Zero));
                world.Tally.Hit("fault: EC2 shows changes late");
                break;
            case ActKind.Deaths:
                world.Queue.Deaths = 0.4;
                Later(until, () => world.Queue.Deaths = 0);
                break;
            case ActKind.Leap:
                world.Queue.PausedUntil = world.Now + TimeSpan.FromMinutes(act.B % 300);
                world.Tally.Hit("fault: nothing was handled for hours");
                break;
            default:
                break; // there was nothing to act on
        }
    }

    private void Later(TimeSpan after, Action what) => world.Scheduler.At(world.Now + after, world.Nature, what);
}
