using System.Collections.Immutable;
using SgWatch.Changes;
using SgWatch.Policies;

namespace SgWatch.Verdicts;

/// <summary>Why a group is judged.</summary>
/// <param name="Changed">Which of its rules are new. With <see cref="ChangedRules.All"/> every finding is acted on.</param>
/// <param name="IsAttachment">Whether the group was attached to an interface. Its faults are then reported, although no rule is
/// new.</param>
public sealed record InspectionCause(ChangedRules Changed, bool IsAttachment = false)
{
    /// <summary>A sweep. No rule is known to be new.</summary>
    public static InspectionCause Sweep { get; } = new(ChangedRules.None) { IsSweep = true };

    /// <summary>A person asks what would be done. Every rule counts as new.</summary>
    public static InspectionCause Request { get; } = new(ChangedRules.All);

    /// <summary>Whether it is a sweep. Faults through a prefix list are then reported: a list of another account may change without an
    /// event.</summary>
    public bool IsSweep { get; init; }

    /// <summary>Who made the changes: one actor for each event. An actor without ARNs stands for an event that doesn't say.</summary>
    public ImmutableArray<Actor> Actors { get; init; } = [];

    /// <summary>Whether one of the globs matches the principal of every change: <c>userIdentity.arn</c> or the session issuer's
    /// ARN.</summary>
    /// <remarks>
    /// It must be every change. When several events are judged together, nobody knows which rule came from which event. The pipeline's
    /// event must not excuse what somebody else did at the same moment.
    /// </remarks>
    /// <param name="arnGlobs">The globs of a guardrail's <c>unless-changed-by</c>.</param>
    internal bool IsBy(ImmutableArray<string> arnGlobs) => !arnGlobs.IsEmpty && !Actors.IsEmpty
        && Actors.All(actor => arnGlobs.Any(glob => Matches(glob, actor.Arn) || Matches(glob, actor.SessionIssuerArn)));

    private static bool Matches(string glob, string? arn) => arn is not null && Glob.IsMatch(glob, arn);
}
