using System.Collections.Immutable;

namespace SgWatch.Verdicts.Baselines;

/// <summary>A guardrail as an account and region know it, through all its names and meanings.</summary>
/// <param name="Id">The name under which it was first seen. It stays when the guardrail is renamed.</param>
/// <param name="Name">Its name now.</param>
/// <param name="Meaning">Its meaning now, from <see cref="GuardrailMeaning"/>.</param>
/// <param name="Since">When it got this meaning. For a meaning that comes back within 30 days: when it first held.</param>
public sealed record KnownGuardrail(string Id, string Name, string Meaning, DateTimeOffset Since)
{
    /// <summary>When it was first enforced here. Null while it only observed.</summary>
    public DateTimeOffset? EnforcedSince { get; init; }

    /// <summary>When the policy lost it. Null while the policy has it.</summary>
    public DateTimeOffset? GoneSince { get; init; }

    /// <summary>Its former meanings, with when each first held and when it ended. Those that ended over 30 days ago are left out.</summary>
    public ImmutableArray<(string Meaning, DateTimeOffset Since, DateTimeOffset Until)> Former { get; init; } =
        [];
}
