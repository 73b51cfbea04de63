using SgWatch.Calls;
using SgWatch.Guard.Ports;
using SgWatch.Incidents;
using SgWatch.Simulation.Runs;

namespace SgWatch.Simulation.World;

/// <summary>The way to people from one process, and the log beside it.</summary>
internal sealed class WiredNotifier(SimulatedWorld world, GuardProcess process, Wire wire) : INotifier, IIncidentLog
{
    public Task<CallResult<Done>> SendAsync(Notification notification, CancellationToken cancellationToken) =>
        wire.CallAsync($"publish {notification.Subject}", () =>
        {
            if (world.Plant != Plant.LosesMail || world.Chance.Next(10) > 0)
            {
                world.Mail.Add(new(world.Now, notification, process));
            }
            return Task.FromResult<CallResult<Done>>(default(Done));
        }, cancellationToken);

    public Task RecordAsync(Incident incident, string? requestId, CancellationToken cancellationToken) => Task.CompletedTask;
}
