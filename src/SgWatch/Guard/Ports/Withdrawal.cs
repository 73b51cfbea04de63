namespace SgWatch.Guard.Ports;

/// <summary>What came of taking an incident back.</summary>
public enum Withdrawal
{
    /// <summary>It is gone from the record.</summary>
    Withdrawn,

    /// <summary>Another guard is at it too, so it stays: what is gone from the group may be that guard's doing.</summary>
    Shared,

    /// <summary>Another guard has ended it.</summary>
    Ended,
}
