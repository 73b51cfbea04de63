using SgWatch.Incidents;

namespace SgWatch.Simulation.World;

/// <summary>A message that people got.</summary>
internal sealed record Mail(DateTimeOffset At, Notification Notification, GuardProcess From);
