using System.Collections.Immutable;
using SgWatch.Addresses;

namespace SgWatch.Policies;

/// <summary>A policy: what security groups may admit.</summary>
/// <param name="Source">Where it comes from: <c>built-in</c>, or a file's name.</param>
/// <param name="Sha256">The SHA-256 of its text, in lower-case hexadecimal.</param>
public sealed record Policy(string Source, string Sha256)
{
    /// <summary>Whether findings are acted on. A guardrail may have a mode of its own.</summary>
    public PolicyMode Mode { get; init; } = PolicyMode.Enforce;

    /// <summary>From how many addresses on a set of addresses is open to the world.</summary>
    public WorldOpen WorldOpen { get; init; } = new();

    /// <summary>Limits on what the guard does.</summary>
    public Limits Limits { get; init; } = new();

    /// <summary>The policy's names for sets of addresses. They only serve to explain it, because guardrails hold the addresses.</summary>
    public ImmutableSortedDictionary<string, AddressSet> Networks { get; init; } = ImmutableSortedDictionary<string, AddressSet>.Empty;

    /// <summary>The policy's names for services, as points of <see cref="Rules.ServiceSpace"/>. They only serve to explain it.</summary>
    public ImmutableSortedDictionary<string, IntervalSet<uint>> Services { get; init; } =
        ImmutableSortedDictionary<string, IntervalSet<uint>>.Empty;

    /// <summary>The guardrails, in the order of the file.</summary>
    public ImmutableArray<Guardrail> Guardrails { get; init; } = [];

    /// <summary>The exemptions, those that have ended too.</summary>
    public ImmutableArray<Exemption> Exemptions { get; init; } = [];

    /// <summary>The policy's own tests.</summary>
    public ImmutableArray<PolicyTest> Tests { get; init; } = [];

    /// <summary>The same policy with every mode that is stronger than <paramref name="mode"/> weakened to it.</summary>
    public Policy AtMost(PolicyMode mode) => this with
    {
        Mode = Weaker(Mode, mode),
        Guardrails =
        [
            .. Guardrails.Select(guardrail => guardrail.Mode is { } own ? guardrail with { Mode = Weaker(own, mode) } : guardrail),
        ],
    };

    /// <summary>Whether the guard acts on what a guardrail forbids, and doesn't only report it.</summary>
    internal bool Enforces(Guardrail guardrail) =>
        (guardrail.Mode ?? Mode) == PolicyMode.Enforce && guardrail.Action != GuardrailAction.Alert;

    /// <summary>Whether a guardrail, an exemption or one of their entries selects groups by VPC.</summary>
    internal bool SelectsByVpc => Guardrails.Any(static guardrail => guardrail.Groups.NamesVpcs
            || guardrail.Forbid.Concat(guardrail.Allow).Concat(guardrail.Require).Any(static pattern => pattern.Groups.NamesVpcs))
        || Exemptions.Any(static exemption => exemption.Groups.NamesVpcs
            || exemption.Allow.Any(static pattern => pattern.Groups.NamesVpcs));

    private static PolicyMode Weaker(PolicyMode a, PolicyMode b) => a < b ? a : b;
}
