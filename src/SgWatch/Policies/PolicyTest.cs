using SgWatch.Rules;

namespace SgWatch.Policies;

/// <summary>One of the policy's own tests: a group, and what the policy is expected to make of it.</summary>
/// <param name="Name">What the test shows, in a sentence.</param>
/// <param name="Group">The group. Its rules have the ids <c>rules[0]</c>, <c>rules[1]</c> and so on.</param>
/// <param name="PrefixLists">The entries of the prefix lists that its rules name.</param>
/// <param name="Expect">What is expected.</param>
/// <param name="Line">The line of the file on which the test begins, from 1.</param>
public sealed record PolicyTest(string Name, SecurityGroup Group, PrefixLists PrefixLists, PolicyExpectation Expect, int Line)
{
    /// <summary>The ARN of the principal that made the rules, for <c>unless-changed-by</c>. Null if the test names nobody.</summary>
    public string? ChangedBy { get; init; }
}
