using System.Collections.Immutable;
using SgWatch.Addresses;

namespace SgWatch.Policies;

/// <summary>What security groups may admit.</summary>
/// <param name="Source">Where it comes from: <c>built-in</c>, or a file's name.</param>
/// <param name="Sha256">The SHA-256 of its text, in lower-case hexadecimal.</param>
public sealed record Policy(string Source, string Sha256)
{
    public PolicyMode Mode { get; init; } = PolicyMode.Enforce;

    public WorldOpen WorldOpen { get; init; } = new();

    public Limits Limits { get; init; } = new();

    /// <summary>The policy's names for addresses, to explain it by; guardrails hold the addresses themselves.</summary>
    public ImmutableSortedDictionary<string, AddressSet> Networks { get; init; } = ImmutableSortedDictionary<string, AddressSet>.Empty;

    /// <summary>The policy's names for services, as points of <see cref="Rules.ServiceSpace"/>, to explain it by.</summary>
    public ImmutableSortedDictionary<string, IntervalSet<uint>> Services { get; init; } = ImmutableSortedDictionary<string, IntervalSet<uint>>.Empty;

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
