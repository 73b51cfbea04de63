using SgWatch.Rules;

namespace SgWatch.Verdicts.Baselines;

/// <summary>A rule that is about to be made and that the baseline is to tolerate. It is written before EC2 is called.</summary>
/// <param name="Rule">The rule, without an id.</param>
/// <param name="Reason">Why it will be tolerated.</param>
/// <param name="At">When it was written.</param>
public sealed record ExpectedRule(SecurityGroupRule Rule, BaselineReason Reason, DateTimeOffset At)
{
    private static readonly TimeSpan MadeWithin = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan VoidAfter = TimeSpan.FromDays(1);
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1); // CloudTrail's clock may be behind by some seconds

    /// <summary>Who made it or answers for it: a principal's ARN. Null if nobody does.</summary>
    public string? By { get; init; }

    /// <summary>What that person wrote. Null if there is nothing.</summary>
    public string? Note { get; init; }

    /// <summary>The last day, in UTC, on which the entry holds. Null if it has no end.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>The id of the remembered rule whose narrowed rest it is: it is tolerated as far as that rule is. Null if it stands for
    /// itself, and every guardrail with <c>judge: changes</c> tolerates it.</summary>
    public string? Replaces { get; init; }

    /// <summary>Whether it no longer waits for its rule.</summary>
    public bool IsVoid(DateTimeOffset now) => now > At + VoidAfter;

    /// <summary>Whether the time is over in which its rule had to be made: a rule that shows now may be another one.</summary>
    public bool IsLate(DateTimeOffset now) => now > At + MadeWithin;

    /// <summary>Whether a rule that isn't remembered is the one that was expected.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="madeAt">When it was made. Null if no call is known that made it.</param>
    /// <param name="now">The time.</param>
    public bool IsMetBy(SecurityGroupRule rule, DateTimeOffset? madeAt, DateTimeOffset now) => !IsVoid(now)
        && rule.HasSameTraffic(Rule)
        && (madeAt is not { } made || (made >= At - ClockSkew && made <= At + MadeWithin));
}
