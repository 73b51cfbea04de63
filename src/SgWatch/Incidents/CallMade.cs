using System.Collections.Immutable;

namespace SgWatch.Incidents;

/// <summary>One call that was to change a group, and its answer.</summary>
/// <param name="Operation">Such as <c>revoke ingress</c>.</param>
/// <param name="Rules">The ids of the rules, or their texts where they have none.</param>
/// <param name="Answer"><c>ok</c>, or AWS's error code.</param>
/// <param name="At">When it was answered.</param>
public sealed record CallMade(string Operation, ImmutableArray<string> Rules, string Answer, DateTimeOffset At);
