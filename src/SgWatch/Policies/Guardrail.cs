using System.Collections.Immutable;
using SgWatch.Traffic;

namespace SgWatch.Policies;

/// <summary>One law of a policy: traffic that the selected groups must not admit.</summary>
/// <param name="Name">Unique in its policy; people meet it in messages.</param>
/// <param name="Description">What it is for, in one sentence.</param>
public sealed record Guardrail(string Name, string Description)
{
    public Severity Severity { get; init; } = Severity.High;

    public Selector Groups { get; init; } = Selector.EveryGroup;

    public ImmutableArray<Pattern> Forbid { get; init; } = [];

    public GuardrailAction Action { get; init; } = GuardrailAction.Revoke;

    public JudgeScope Judge { get; init; } = JudgeScope.Changes;

    /// <summary>All that <see cref="Forbid"/> names, apart from <c>world</c>.</summary>
    public TrafficSet Forbidden => Forbid.Aggregate(default(TrafficSet), (traffic, pattern) => traffic.Union(pattern.ToTraffic()));
}
