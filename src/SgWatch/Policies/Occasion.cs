using SgWatch.Events;

namespace SgWatch.Policies;

/// <summary>Why a group is judged.</summary>
/// <param name="Changed">Which of its rules are new. <see cref="ChangedRules.All"/> where every finding is to be acted on.</param>
/// <param name="IsAttachment">Whether the group was attached to an interface: what is wrong with it is told, though no rule is new.</param>
public sealed record Occasion(ChangedRules Changed, bool IsAttachment = false)
{
    /// <summary>A sweep: nothing is known to be new.</summary>
    public static Occasion Sweep { get; } = new(ChangedRules.None);

    /// <summary>Every rule counts as new: a person asks what would be done.</summary>
    public static Occasion Asked { get; } = new(ChangedRules.All);
}
