using SgWatch.Policies;

namespace SgWatch.Guard.Ports;

/// <summary>The policy that holds.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Problem">Why it isn't the one that was meant, in plain text of some lines; null if it is.</param>
public sealed record PolicyInForce(Policy Policy, string? Problem = null)
{
    /// <summary>Whether none was ever read, for reasons that may soon pass: what is judged by this one is to be judged again.</summary>
    public bool IsFallback { get; init; }
}
