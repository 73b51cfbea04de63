namespace SgWatch.Simulation.Plain;

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

    /// <summary>Until the end of the second day, tcp/22 from 8.0.0.0/9 is exempt in web-2.</summary>
    Exempt = 64,
    SmallBudget = 128,

    /// <summary>The guardrail for tcp/22 means something else: it forbids tcp/5432 too.</summary>
    AdminWider = 256,
}
