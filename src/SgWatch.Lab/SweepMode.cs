namespace SgWatch.Lab;

/// <summary>When the guard of a lab sweeps.</summary>
public enum SweepMode
{
    /// <summary>Only when somebody asks for it. Events are handled from the start. For tests, and the demo.</summary>
    WhenAsked,

    /// <summary>When the lab starts, as a stack does when it is deployed, and then on schedule.</summary>
    AtStart,

    /// <summary>
    /// Not until somebody asks for it: that moment counts as the guard's deployment. Events before it are lost, and the schedule begins
    /// with it.
    /// </summary>
    Unswept,
}
