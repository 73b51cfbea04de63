using System.Collections.Immutable;
using SgWatch.Changes;
using SgWatch.Policies;

namespace SgWatch.Verdicts;

/// <summary>Why a group is judged.</summary>
/// <param name="Changed">Which of its rules are new. <see cref="ChangedRules.All"/> where every finding is to be acted on.</param>
/// <param name="IsAttachment">Whether the group was attached to an interface: what is wrong with it is told, though no rule is new.</param>
public sealed record InspectionCause(ChangedRules Changed, bool IsAttachment = false)
{
    /// <summary>A sweep: nothing is known to be new.</summary>
    public static InspectionCause Sweep { get; } = new(ChangedRules.None) { IsSweep = true };

    /// <summary>A person asks what would be done: every rule counts as new.</summary>
    public static InspectionCause Request { get; } = new(ChangedRules.All);

    /// <summary>Whether every group is looked at: what may have come about without an event, through a prefix list of another account, is told.</summary>
    public bool IsSweep { get; init; }

    /// <summary>Who made the changes: one for each event; one without ARNs for an event that doesn't say.</summary>
    public ImmutableArray<Actor> Actors { get; init; } = [];

    /// <summary>Whether every change was made by a principal that one of the globs matches: <c>userIdentity.arn</c> or the session issuer's.</summary>
    /// <remarks>Every one: of events that are judged together nobody knows which rule came from which, and the pipeline's event must not
    /// free what somebody else did in the same moment.</remarks>
    internal bool IsBy(ImmutableArray<string> arnGlobs) => !arnGlobs.IsEmpty && !Actors.IsEmpty
        && Actors.All(actor => arnGlobs.Any(glob => Matches(glob, actor.Arn) || Matches(glob, actor.SessionIssuerArn)));

    private static bool Matches(string glob, string? arn) => arn is not null && Glob.IsMatch(glob, arn);
}
