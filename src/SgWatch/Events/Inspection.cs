using System.Collections.Immutable;
using SgWatch.Changes;

namespace SgWatch.Events;

/// <summary>One group, or one listing of groups, to inspect, and everything that asks for it.</summary>
/// <param name="AccountRegion">Where it is.</param>
/// <param name="Target">The group or groups.</param>
/// <param name="Changed">What the events say: which of its rules are new, and by which event.</param>
public sealed record Inspection(AccountRegion AccountRegion, Target Target, ChangedRules Changed)
{
    /// <summary>What each event says that it did, in the order of the messages, each once.</summary>
    public ImmutableArray<Change> Changes => Changed.Changes;

    /// <summary>The events that ask for it, each once.</summary>
    public ImmutableArray<Origin> Origins => Changed.Origins;

    /// <summary>True if the group was attached to an interface: its rules aren't new, but its reach is.</summary>
    public bool IsAttachment => Changed.IsAttachment;

    /// <summary>True if SQS delivered one of the messages before: an earlier invocation may have stopped halfway.</summary>
    public bool IsRedelivered => ReceiveCount > 1;

    /// <summary>How often SQS delivered the message that it delivered most often, this time included: 1 or more.</summary>
    public int ReceiveCount { get; init; } = 1;

    /// <summary>The messages of a batch that fail if this inspection fails, each once.</summary>
    public ImmutableArray<string> MessageIds { get; init; } = [];

    /// <summary>Both as one inspection of this one's target: what either calls new is new.</summary>
    public Inspection Union(Inspection other) => this with
    {
        Changed = Changed.Union(other.Changed),
        ReceiveCount = Math.Max(ReceiveCount, other.ReceiveCount),
        MessageIds = [.. MessageIds.Union(other.MessageIds)],
    };
}
