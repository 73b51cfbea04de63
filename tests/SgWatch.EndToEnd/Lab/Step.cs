using SgWatch.Lab.Tests;

namespace SgWatch.EndToEnd.Lab;

/// <summary>One call that both sides get.</summary>
/// <param name="Action">Such as <c>RevokeSecurityGroupIngress</c>.</param>
/// <param name="Parameters">With names in braces where each side has its own id.</param>
/// <param name="Group">The group it is about; empty if none.</param>
public sealed record Step(string Action, string Parameters, string Group = "")
{
    /// <summary>Each side's ids of the rules it is about, for <c>{r1}</c>, <c>{r2}</c>…, by the rules' texts.</summary>
    public IReadOnlyList<string> RuleTexts { get; init; } = [];

    /// <summary>What the generator put in on purpose, such as <c>host-bits</c>; empty for a plain call.</summary>
    public string Twist { get; init; } = "";

    /// <summary>What of a success is compared.</summary>
    public Func<LabReply, Side, IEnumerable<string>> Read { get; init; } = static (_, _) => [];
}
