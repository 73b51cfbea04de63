using System.Collections.Immutable;
using SgWatch.Changes;
using SgWatch.Rules;

namespace SgWatch.Verdicts;

/// <summary>Why a group is judged.</summary>
/// <param name="Changed">Which of its rules are new, and who made them. With <see cref="ChangedRules.All"/> every finding is acted
/// on.</param>
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

    /// <summary>Whether globs match whoever made a rule as it is now: the principal of every change that made it.</summary>
    /// <remarks>
    /// The actor belongs to each rule, so other changes of the same group say nothing about it. Several changes may have made one rule,
    /// such as an Authorize and the entries of its prefix list; then each of them must be by a matching principal. False if nobody knows
    /// who made the rule.
    /// </remarks>
    /// <param name="rule">The rule of the live group.</param>
    /// <param name="globs">The globs of a guardrail's <c>unless-changed-by</c>.</param>
    internal bool IsBy(SecurityGroupRule rule, ImmutableArray<string> globs)
    {
        if (globs.IsEmpty)
        {
            return false;
        }
        var makers = Changed.MakersOf(rule);
        return makers.Count > 0
            && makers.All(change => globs.Any(glob => PrincipalGlob.IsMatch(glob, change.Origin.Actor)));
    }
}
