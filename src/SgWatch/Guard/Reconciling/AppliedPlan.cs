using SgWatch.Calls;

namespace SgWatch.Guard.Reconciling;

/// <summary>What became of a plan that was applied.</summary>
internal abstract record AppliedPlan
{
    private AppliedPlan()
    {
    }

    /// <summary>EC2 confirmed all of it, or there was nothing to do.</summary>
    public sealed record InFull : AppliedPlan;

    /// <summary>A part of it could not be done.</summary>
    /// <param name="Why">The gravest failure.</param>
    public sealed record InPart(CallFailure Why) : AppliedPlan;

    /// <summary>In full if there is no failure.</summary>
    public static AppliedPlan Of(CallFailure? worst) => worst is null ? new InFull() : new InPart(worst);
}
