using System.Collections.Immutable;

namespace SgWatch.Attacks;

/// <summary>One way to open a group, or to fool its guard: the AWS calls, and how the group must end.</summary>
/// <param name="Number">From 1. A number is never given to another attack.</param>
/// <param name="Title">What it is, in a few words.</param>
public sealed record Attack(int Number, string Title)
{
    /// <summary>How it opens a group.</summary>
    public required string WayIn { get; init; }

    /// <summary>The kind of guard that doesn't see it.</summary>
    public required string MissedBy { get; init; }

    /// <summary>The part of SgWatch that holds it.</summary>
    public required string HeldBy { get; init; }

    /// <summary>The groups that are made before the first step.</summary>
    public ImmutableArray<AttackGroup> Groups { get; init; } = [];

    /// <summary>What is done, in order.</summary>
    public ImmutableArray<AttackStep> Steps { get; init; } = [];

    /// <summary>How groups must end, by their variables. Without an entry, a group must end with the rules it was made with.</summary>
    public ImmutableDictionary<string, AttackEnd> Ends { get; init; } = ImmutableDictionary<string, AttackEnd>.Empty;

    /// <summary>The messages that people must get.</summary>
    public ImmutableArray<AttackMessage> Messages { get; init; } = [];

    /// <summary>True if only the messages show whether it was held.</summary>
    public bool IsSeenByMessagesOnly { get; init; }

    /// <summary>The targets on which it can be tried.</summary>
    public AttackTargetKinds On { get; init; } = AttackTargetKinds.Everywhere;

    /// <summary>Why it can't be tried on other targets.</summary>
    public string Elsewhere { get; init; } = "";
}
