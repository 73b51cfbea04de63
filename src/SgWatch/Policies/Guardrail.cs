using System.Collections.Immutable;

namespace SgWatch.Policies;

/// <summary>One law of a policy: traffic that the selected groups must not admit, and traffic that they must.</summary>
/// <param name="Name">Unique in its policy; people meet it in messages.</param>
public sealed record Guardrail(string Name)
{
    /// <summary>How many rules may take a narrowed rule's place, unless the policy says otherwise.</summary>
    public const int DefaultNarrowLimit = 10;

    /// <summary>What it is for, in one sentence.</summary>
    public string? Description { get; init; }

    public Severity Severity { get; init; } = Severity.High;

    public Selector Groups { get; init; } = Selector.EveryGroup;

    public ImmutableArray<Pattern> Forbid { get; init; } = [];

    /// <summary>Traffic that <see cref="Forbid"/> names and that is permitted all the same.</summary>
    public ImmutableArray<Pattern> Allow { get; init; } = [];

    /// <summary>Traffic that is permitted, and that the group must admit in full.</summary>
    public ImmutableArray<Pattern> Require { get; init; } = [];

    public GuardrailAction Action { get; init; } = GuardrailAction.Revoke;

    public JudgeScope Judge { get; init; } = JudgeScope.Changes;

    /// <summary>The guardrail's own mode; null for the policy's.</summary>
    public PolicyMode? Mode { get; init; }

    /// <summary>Globs of principals' ARNs whose changes are reported and left alone.</summary>
    public ImmutableArray<string> UnlessChangedBy { get; init; } = [];

    /// <summary>How many rules may take a narrowed rule's place; more, and the rule is revoked.</summary>
    public int NarrowLimit { get; init; } = DefaultNarrowLimit;
}
