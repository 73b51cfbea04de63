using SgWatch.Calls;
using SgWatch.Events;

namespace SgWatch.Guard;

/// <summary>What came of one look.</summary>
/// <param name="Hint">What was looked at, and the messages that asked for it.</param>
/// <param name="Result">What came of it.</param>
internal sealed record LookResult(Inspection Hint, GroupResult Result)
{
    /// <summary>Why people weren't told; null if they were, or nothing is to be told.</summary>
    public CallFailure? NotificationFailure { get; init; }

    /// <summary>Whether a message of the guard's own sees to what is left of it.</summary>
    public bool IsHandedOn { get; private init; }

    public bool MustRetry => !IsHandedOn && (Result.MustRetry || NotificationFailure is not null);

    /// <summary>Whether it is one of a listing's many groups of which there is nothing to say.</summary>
    public bool IsListedCompliant => Hint.Target is Target.EveryGroup or Target.UsersOf && Result.Outcome == GuardOutcome.Compliant;

    /// <summary>A look that failed before there was a group to look at.</summary>
    public static LookResult Failed(Inspection look, string what, CallFailure failure) => new(look, new(what, GuardOutcome.Failed)
    {
        Failure = failure,
        MustRetry = failure.Kind == CallFailureKind.Transient,
    });

    /// <summary>The same, its message to be handed in again, unless another one sees to it.</summary>
    public LookResult ToBeTriedAgain() => IsHandedOn ? this : this with { Result = Result with { MustRetry = true } };

    /// <summary>The same, its message done: another one sees to what is left.</summary>
    public LookResult HandedOn() => this with { Result = Result with { MustRetry = false }, IsHandedOn = true };
}
