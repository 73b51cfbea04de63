using System.Collections.Immutable;

namespace SgWatch.Policies.Reading;

/// <summary>What came of reading a policy file.</summary>
public abstract record PolicyReadResult
{
    private PolicyReadResult()
    {
    }

    /// <summary>The file has no mistake.</summary>
    public sealed record Accepted(Policy Policy) : PolicyReadResult;

    /// <summary>The file has mistakes, so none of it is used.</summary>
    /// <param name="Problems">In the order in which they stand in the file; at most <see cref="PolicyReader.MaxProblems"/>.</param>
    public sealed record Rejected(ImmutableArray<PolicyProblem> Problems) : PolicyReadResult;
}
