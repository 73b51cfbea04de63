namespace SgWatch.Guard.Ports;

/// <summary>What became of an incident that was to be taken back.</summary>
public enum Withdrawal
{
    /// <summary>It is gone from the record.</summary>
    Withdrawn,

    /// <summary>It stays, because another guard works on it too. That guard may have taken away what is gone from the group.</summary>
    Shared,

    /// <summary>It stays, because another guard has ended it.</summary>
    Ended,
}
