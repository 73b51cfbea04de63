using System.Collections.Immutable;
using SgWatch.Policies;

namespace SgWatch.Verdicts.Testing;

/// <summary>The result of one of a policy's own tests.</summary>
/// <param name="Test">The test.</param>
/// <param name="Differences">The differences: lines with <c>-</c> for what was expected and <c>+</c> for what came instead. None if the
/// test passes.</param>
public sealed record PolicyTestResult(PolicyTest Test, ImmutableArray<string> Differences)
{
    /// <summary>Whether everything came as expected.</summary>
    public bool Passes => Differences.IsEmpty;
}
