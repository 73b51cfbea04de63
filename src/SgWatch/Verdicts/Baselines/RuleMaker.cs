using System.Collections.Immutable;
using SgWatch.Calls;
using SgWatch.Changes;

namespace SgWatch.Verdicts.Baselines;

/// <summary>What is known of the call that made a rule as it is now.</summary>
public abstract record RuleMaker
{
    private RuleMaker()
    {
    }

    /// <summary>When the call was made. Null if no call is known.</summary>
    public DateTimeOffset? MadeAt => this switch
    {
        Named(var origin, _) => origin.EventTime,
        Found(var origin) => origin.EventTime,
        _ => null,
    };

    /// <summary>Who made the call. Null if that isn't known.</summary>
    public Actor? Actor => this switch
    {
        Named(var origin, _) => origin.Actor,
        Found(var origin) => origin.Actor,
        _ => null,
    };

    /// <summary>The principal's ARN, or the host of the AWS service. Null if that isn't known.</summary>
    public string? Principal => Actor?.Principal;

    /// <summary>Whether globs of <c>unless-changed-by</c> match who made the call. False if that isn't known.</summary>
    internal bool IsBy(ImmutableArray<string> globs) => Actor is { } actor && globs.Any(glob => PrincipalGlob.IsMatch(glob, actor));

    /// <summary>An event in hand names the rule and says what it admits now.</summary>
    /// <param name="Origin">The event.</param>
    /// <param name="IsAuthorize">Whether the call made the rule. Otherwise it modified the rule.</param>
    public sealed record Named(Origin Origin, bool IsAuthorize) : RuleMaker;

    /// <summary>An event in hand can't be read in full, so it may have made the rule.</summary>
    /// <param name="Origin">The event.</param>
    public sealed record Unreadable(Origin Origin) : RuleMaker;

    /// <summary>CloudTrail, asked later, knows the call.</summary>
    /// <param name="Origin">The call.</param>
    public sealed record Found(Origin Origin) : RuleMaker;

    /// <summary>CloudTrail was asked and knows no such call, or there were too many pages.</summary>
    public sealed record NotFound : RuleMaker;

    /// <summary>CloudTrail can't be asked.</summary>
    /// <param name="Why">Why.</param>
    public sealed record Unavailable(CallFailure Why) : RuleMaker;

    /// <summary>No event in hand names the rule, and CloudTrail wasn't asked.</summary>
    public sealed record Unasked : RuleMaker;
}
