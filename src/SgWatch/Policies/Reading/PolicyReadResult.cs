using System.Collections.Immutable;

namespace SgWatch.Policies.Reading;

/// <summary>The result of reading a policy file.</summary>
public abstract record PolicyReadResult
{
    private PolicyReadResult()
    {
    }

    /// <summary>The file has no mistake.</summary>
    /// <param name="Policy">The policy.</param>
    public sealed record Accepted(Policy Policy) : PolicyReadResult;

    /// <summary>The file has mistakes, so none of it is used.</summary>
    /// <param name="Problems">The mistakes in the order of the file, at most <see cref="PolicyReader.MaxProblems"/>.</param>
    public sealed record Rejected(ImmutableArray<PolicyProblem> Problems) : PolicyReadResult;
}
