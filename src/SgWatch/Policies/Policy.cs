using System.Collections.Immutable;

namespace SgWatch.Policies;

/// <summary>What security groups may admit.</summary>
/// <param name="Source">Where it comes from: <c>built-in</c>, or a file's name.</param>
/// <param name="Sha256">The SHA-256 of its text, in lower-case hexadecimal.</param>
public sealed record Policy(string Source, string Sha256)
{
    public PolicyMode Mode { get; init; } = PolicyMode.Enforce;

    public WorldOpen WorldOpen { get; init; } = new();

    public ImmutableArray<Guardrail> Guardrails { get; init; } = [];

    /// <summary>The same policy in the weaker of its own mode and this one.</summary>
    public Policy AtMost(PolicyMode mode) => mode < Mode ? this with { Mode = mode } : this;
}
