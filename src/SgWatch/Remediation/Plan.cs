using System.Collections.Immutable;
using SgWatch.Rules;

namespace SgWatch.Remediation;

/// <summary>Changes to one group: first <paramref name="Authorize"/>, then <paramref name="Revoke"/>, so that permitted traffic is never cut.</summary>
/// <param name="Revoke">Rules that go, each once.</param>
/// <param name="Authorize">Rules that come, each once.</param>
public sealed record Plan(ImmutableArray<SecurityGroupRule> Revoke, ImmutableArray<SecurityGroupRule> Authorize)
{
    /// <summary>No change.</summary>
    public static Plan Nothing { get; } = new([], []);

    public bool IsEmpty => Revoke.IsEmpty && Authorize.IsEmpty;

    /// <summary>The plan that undoes this one.</summary>
    public Plan Inverse => new(Authorize, Revoke);
}
