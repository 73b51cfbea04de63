namespace SgWatch.Guard;

/// <summary>How an invocation, or one group of it, ended; the higher outweighs the lower.</summary>
public enum GuardOutcome
{
    /// <summary>The message was about no group.</summary>
    Ignored,

    /// <summary>Nothing that the policy would have changed or told.</summary>
    Compliant,

    /// <summary>Nothing was changed; people were told.</summary>
    Alerted,

    /// <summary>Rules were taken away, and the group complies.</summary>
    Reverted,

    /// <summary>Something could not be done.</summary>
    Failed,
}
