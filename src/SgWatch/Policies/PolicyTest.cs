using System.Collections.Immutable;
using SgWatch.Rules;

namespace SgWatch.Policies;

/// <summary>One of the policy's own tests: a group, and what the policy is to say of it.</summary>
/// <param name="Name">What it shows, in a sentence.</param>
/// <param name="Group">The group; its rules have the ids <c>rules[0]</c>, <c>rules[1]</c>…</param>
/// <param name="PrefixLists">The entries of the prefix lists that its rules name.</param>
/// <param name="Expect">What is expected.</param>
/// <param name="Line">Where the test stands in the file, from 1.</param>
public sealed record PolicyTest(string Name, SecurityGroup Group, PrefixLists PrefixLists, PolicyExpectation Expect, int Line)
{
    /// <summary>The ARN of the principal that made the rules, for <c>unless-changed-by</c>; null for nobody in particular.</summary>
    public string? ChangedBy { get; init; }
}

/// <summary>What a policy is to say of a test's group. What isn't named isn't checked.</summary>
/// <param name="Violates">The names of exactly the guardrails that are broken; null if not checked.</param>
/// <param name="Revoke">Exactly the rules, by their place, that are to go; null if not checked.</param>
/// <param name="Authorize">Exactly the rules that are to come; null if not checked.</param>
public sealed record PolicyExpectation(
    ImmutableArray<string>? Violates, ImmutableArray<int>? Revoke, ImmutableArray<SecurityGroupRule>? Authorize);
