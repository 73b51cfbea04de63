using System.Collections.Immutable;
using SgWatch.Rules;

namespace SgWatch.Policies;

/// <summary>What a test expects the policy to make of its group. What the test leaves out isn't checked.</summary>
/// <param name="Violates">The names of exactly the guardrails that are broken. Null if that isn't checked.</param>
/// <param name="Revoke">Exactly the rules that are revoked, by their index in the test, from 0. Null if that isn't checked.</param>
/// <param name="Authorize">Exactly the rules that are authorized. Null if that isn't checked.</param>
public sealed record PolicyExpectation(
    ImmutableArray<string>? Violates, ImmutableArray<int>? Revoke, ImmutableArray<SecurityGroupRule>? Authorize);
