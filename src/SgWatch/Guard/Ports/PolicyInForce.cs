using SgWatch.Policies;

namespace SgWatch.Guard.Ports;

/// <summary>The policy that holds.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Problem">Why it isn't the one that was meant, in plain text of some lines; null if it is.</param>
public sealed record PolicyInForce(Policy Policy, string? Problem = null)
{
    /// <summary>When the policy object was written. Null if that isn't known.</summary>
    public DateTimeOffset? WrittenAt { get; init; }

    /// <summary>True if no policy was ever read, for a reason that may soon pass. What this one judges is to be judged again.</summary>
    public bool IsFallback { get; init; }
}
