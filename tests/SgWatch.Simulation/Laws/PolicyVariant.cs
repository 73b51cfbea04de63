namespace SgWatch.Simulation.Laws;

/// <summary>How a policy of the simulation differs from its base.</summary>
[Flags]
internal enum PolicyVariant
{
    None = 0,
    Web = 1,
    NoAdmin = 2,
    AdminRenamed = 4,
    AdminObserves = 8,
    AdminCritical = 16,
    NoPipeline = 32,
}
