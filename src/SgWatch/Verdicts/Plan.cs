using System.Collections.Immutable;
using SgWatch.Rules;

namespace SgWatch.Verdicts;

/// <summary>The changes to one group.</summary>
/// <remarks><paramref name="Authorize"/> comes before <paramref name="Revoke"/>, so that permitted traffic is never cut.</remarks>
/// <param name="Revoke">The rules to be taken away, each once.</param>
/// <param name="Authorize">The rules to be added, each once.</param>
public sealed record Plan(ImmutableArray<SecurityGroupRule> Revoke, ImmutableArray<SecurityGroupRule> Authorize)
{
    /// <summary>Which rule takes the place of which: a narrowed rule goes only once its permitted rest is there. Default: none.</summary>
    public ImmutableArray<Replacement> Replacements { get; init; } = [];

    /// <summary>No change.</summary>
    public static Plan Nothing { get; } = new([], []);

    /// <summary>Whether nothing is to be changed.</summary>
    public bool IsEmpty => Revoke.IsEmpty && Authorize.IsEmpty;

    /// <summary>The rules of both lists. A record's own text would go round in circles, because the inverse has an inverse.</summary>
    public override string ToString() => $"Plan {{ Revoke = {string.Join(", ", Revoke)}, Authorize = {string.Join(", ", Authorize)} }}";

    /// <summary>The plan that undoes this one: it revokes what was authorized and authorizes what was revoked.</summary>
    /// <remarks>
    /// Rules come back with their descriptions, but EC2 gives them new ids. A rule that the plan only added has no id here, so it is found
    /// by what it admits.
    /// </remarks>
    public Plan Inverse => new(Authorize, [.. Revoke.Select(WithoutId)])
    {
        Replacements = [.. Replacements.Select(pair => new Replacement(pair.Authorized, WithoutId(pair.Revoked)))],
    };

    private static SecurityGroupRule WithoutId(SecurityGroupRule rule) => rule with { SecurityGroupRuleId = null };

    /// <summary>A rule that takes the place of another.</summary>
    /// <param name="Revoked">The rule that goes, one of <see cref="Revoke"/>.</param>
    /// <param name="Authorized">The rule that comes before it goes, one of <see cref="Authorize"/>.</param>
    public readonly record struct Replacement(SecurityGroupRule Revoked, SecurityGroupRule Authorized);
}
