namespace SgWatch.Guard;

/// <summary>How an invocation, or one group of it, ended. Of several outcomes the highest counts.</summary>
public enum GuardOutcome
{
    /// <summary>The message was about no group.</summary>
    Ignored,

    /// <summary>There was nothing to change and nothing to notify people of.</summary>
    Compliant,

    /// <summary>Nothing was changed, and people were notified.</summary>
    Alerted,

    /// <summary>Rules were taken away, and the group complies.</summary>
    Reverted,

    /// <summary>Something could not be done.</summary>
    Failed,
}
