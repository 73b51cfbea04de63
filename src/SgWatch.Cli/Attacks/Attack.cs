using System.Collections.Immutable;

namespace SgWatch.Cli.Attacks;

/// <summary>One way to open a group, or to fool its guard: calls of AWS, and how it must end.</summary>
/// <param name="Number">From 1; numbers stay.</param>
/// <param name="Title">What it is, in a few words.</param>
internal sealed record Attack(int Number, string Title)
{
    /// <summary>How it opens a group.</summary>
    public required string WayIn { get; init; }

    /// <summary>What kind of guard doesn't see it.</summary>
    public required string MissedBy { get; init; }

    /// <summary>What holds it.</summary>
    public required string HeldBy { get; init; }

    /// <summary>The groups that are made first.</summary>
    public ImmutableArray<AttackGroup> Groups { get; init; } = [];

    public ImmutableArray<AttackStep> Steps { get; init; } = [];

    /// <summary>How groups must end that end otherwise than with exactly the rules they were made with, by their variables.</summary>
    public ImmutableDictionary<string, AttackEnd> Ends { get; init; } = ImmutableDictionary<string, AttackEnd>.Empty;

    /// <summary>What people must have been told.</summary>
    public ImmutableArray<AttackMessage> Told { get; init; } = [];

    /// <summary>Whether its end is seen by what people are told, and by nothing else.</summary>
    public bool IsOnlyTold { get; init; }

    /// <summary>Where it can be tried.</summary>
    public AttackScene On { get; init; } = AttackScene.Everywhere;

    /// <summary>Why it can't elsewhere.</summary>
    public string Elsewhere { get; init; } = "";
}

/// <summary>A group that an attack works on.</summary>
/// <param name="Name">The variable for its id.</param>
/// <param name="Rules">The legitimate rules it is made with, as rule texts.</param>
internal sealed record AttackGroup(string Name, ImmutableArray<string> Rules)
{
    /// <summary>Whether it is in the default VPC; else in the suite's own.</summary>
    public bool IsInDefaultVpc { get; init; }

    /// <summary>Whether it keeps the rule that EC2 gives a new group: everything to everywhere.</summary>
    public bool KeepsEgress { get; init; }
}

/// <summary>How a group must end: with these rules and no others.</summary>
/// <param name="Has">The rules it must have.</param>
internal sealed record AttackEnd(ImmutableArray<string> Has)
{
    /// <summary>Those it may have, because the policy decides.</summary>
    public ImmutableArray<string> MayHave { get; init; } = [];

    /// <summary>Those it may have where something was left out because the place can't do it.</summary>
    public ImmutableArray<string> MayHaveWithout { get; init; } = [];

    /// <summary>How many rules it may have at most.</summary>
    public int AtMost { get; init; } = int.MaxValue;
}

/// <summary>A message that people must get.</summary>
/// <param name="About">The variable whose value it names, or a text that stands in it.</param>
/// <param name="Outcome">What it must say was done: <c>closed</c>, <c>alert</c> or <c>failed</c>; null for anything.</param>
internal sealed record AttackMessage(string About, string? Outcome)
{
    /// <summary>Where it must come.</summary>
    public AttackScene On { get; init; } = AttackScene.Everywhere;
}
