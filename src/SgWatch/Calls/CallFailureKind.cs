namespace SgWatch.Calls;

/// <summary>What a caller can do about a failed call.</summary>
public enum CallFailureKind
{
    /// <summary>Try again later: throttled, 5xx, no connection, timed out.</summary>
    Transient,

    /// <summary>What the call names isn't there (or not yet to be seen): a group, a rule, a prefix list.</summary>
    NotFound,

    /// <summary>The rule to be added is there already.</summary>
    Duplicate,

    /// <summary>The permission is missing; trying again won't help, telling people will.</summary>
    Refused,

    /// <summary>AWS doesn't accept the request as it is: a limit, a wrong value.</summary>
    Rejected,
}
