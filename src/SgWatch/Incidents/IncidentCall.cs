using System.Collections.Immutable;

namespace SgWatch.Incidents;

/// <summary>One call to change a group, and AWS's answer.</summary>
/// <param name="Operation">What it did, such as <c>revoke ingress</c>.</param>
/// <param name="Rules">The ids of the rules, or the text of a rule without an id.</param>
/// <param name="Answer"><c>ok</c>, or AWS's error code.</param>
/// <param name="At">When AWS answered.</param>
public sealed record IncidentCall(string Operation, ImmutableArray<string> Rules, string Answer, DateTimeOffset At);
