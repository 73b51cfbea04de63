using System.Collections.Immutable;

namespace SgWatch.Policies;

/// <summary>One requirement of a policy: traffic that the selected groups mustn't admit, and traffic that they must admit.</summary>
/// <param name="Name">Its name, unique in the policy. It appears in messages.</param>
public sealed record Guardrail(string Name)
{
    /// <summary>The default of <see cref="NarrowLimit"/>.</summary>
    public const int DefaultNarrowLimit = 10;

    /// <summary>What it is for, in one sentence. Null if the policy doesn't say.</summary>
    public string? Description { get; init; }

    /// <summary>How severe it is if a group breaks it.</summary>
    public Severity Severity { get; init; } = Severity.High;

    /// <summary>The groups that it is for.</summary>
    public Selector Groups { get; init; } = Selector.EveryGroup;

    /// <summary>Traffic that the groups mustn't admit.</summary>
    public ImmutableArray<Pattern> Forbid { get; init; } = [];

    /// <summary>Traffic that is permitted although <see cref="Forbid"/> names it.</summary>
    public ImmutableArray<Pattern> Allow { get; init; } = [];

    /// <summary>Traffic that is permitted and that the groups must admit in full.</summary>
    public ImmutableArray<Pattern> Require { get; init; } = [];

    /// <summary>What happens to a rule that breaks it.</summary>
    public GuardrailAction Action { get; init; } = GuardrailAction.Revoke;

    /// <summary>Which rules it acts on.</summary>
    public JudgeScope Judge { get; init; } = JudgeScope.Changes;

    /// <summary>Its own mode. Null if the policy's mode holds.</summary>
    public PolicyMode? Mode { get; init; }

    /// <summary>Globs of principals' ARNs. What these principals change is reported and left alone.</summary>
    public ImmutableArray<string> UnlessChangedBy { get; init; } = [];

    /// <summary>The most rules that may replace a narrowed rule. If it would take more, the rule is revoked.</summary>
    public int NarrowLimit { get; init; } = DefaultNarrowLimit;

    /// <summary>The line of the policy file where it begins, from 1. 0 if it comes from no file.</summary>
    public int Line { get; init; }
}
