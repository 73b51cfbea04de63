using SgWatch.Changes;

namespace SgWatch.Events;

/// <summary>What an event says about a group or groups: where to look, and which rules there are new.</summary>
/// <param name="Target">The group or groups.</param>
/// <param name="Changed">Which of its rules are new, as the event says. Whether they exist is read live.</param>
public sealed record Hint(Target Target, ChangedRules Changed)
{
    /// <summary>True if the group was attached to an interface: its rules aren't new, but its reach is.</summary>
    public bool IsAttachment { get; init; }
}
