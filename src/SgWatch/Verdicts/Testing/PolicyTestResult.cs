using System.Collections.Immutable;
using SgWatch.Policies;

namespace SgWatch.Verdicts.Testing;

/// <summary>What came of one of a policy's own tests.</summary>
/// <param name="Test">The test.</param>
/// <param name="Differences">Lines that say what was expected and what came instead, <c>-</c> and <c>+</c> before them; none where the test passes.</param>
public sealed record PolicyTestResult(PolicyTest Test, ImmutableArray<string> Differences)
{
    public bool Passes => Differences.IsEmpty;
}
