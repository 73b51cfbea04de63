using System.Collections.Immutable;
using SgWatch.Rules;

namespace SgWatch.Verdicts;

/// <summary>Changes to one group: first <paramref name="Authorize"/>, then <paramref name="Revoke"/>, so that permitted traffic is never cut.</summary>
/// <param name="Revoke">Rules that go, each once.</param>
/// <param name="Authorize">Rules that come, each once.</param>
public sealed record Plan(ImmutableArray<SecurityGroupRule> Revoke, ImmutableArray<SecurityGroupRule> Authorize)
{
    /// <summary>No change.</summary>
    public static Plan Nothing { get; } = new([], []);

    public bool IsEmpty => Revoke.IsEmpty && Authorize.IsEmpty;

    // a record prints its properties, and the inverse has an inverse
    public override string ToString() => $"Plan {{ Revoke = {string.Join(", ", Revoke)}, Authorize = {string.Join(", ", Authorize)} }}";

    /// <summary>The plan that undoes this one: what came goes, and what went comes again with its description, though EC2 gives it another id.</summary>
    /// <remarks>A rule that goes has no id here unless it was read since: it is found by what it admits.</remarks>
    public Plan Inverse => new(Authorize, [.. Revoke.Select(rule => rule with { SecurityGroupRuleId = null })]);
}
