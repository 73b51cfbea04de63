using System.Collections.Immutable;

namespace SgWatch.Policies;

/// <summary>What security groups may admit.</summary>
/// <param name="Source">Where it comes from: <c>built-in</c>, or a file's name.</param>
/// <param name="Sha256">The SHA-256 of its text, in lower-case hexadecimal.</param>
public sealed record Policy(string Source, string Sha256)
{
    public PolicyMode Mode { get; init; } = PolicyMode.Enforce;

    public WorldOpen WorldOpen { get; init; } = new();

    public Limits Limits { get; init; } = new();

    public ImmutableArray<Guardrail> Guardrails { get; init; } = [];

    public ImmutableArray<Exemption> Exemptions { get; init; } = [];

    public ImmutableArray<PolicyTest> Tests { get; init; } = [];

    /// <summary>The same policy, no part of it in a stronger mode than this one.</summary>
    public Policy AtMost(PolicyMode mode) => this with
    {
        Mode = Weaker(Mode, mode),
        Guardrails = [.. Guardrails.Select(guardrail => guardrail.Mode is { } own ? guardrail with { Mode = Weaker(own, mode) } : guardrail)],
    };

    private static PolicyMode Weaker(PolicyMode a, PolicyMode b) => a < b ? a : b;
}
